using System.Buffers;
using CsCheck;
using Xunit;

namespace EdgeCodec.Tests.Bitstream;

public class SequenceTests
{
    private static readonly EdgeModel Volume = StreamMaker.Volume;

    [Fact]
    public void DecodeAll_AnySequences_GivesTheUnitsOfThePicturesAlone() => Gen.ULong.Sample(
        seed =>
        {
            var random = new SplitMix(seed);
            EdgeModel model = RandomModels.Any(seed).Build();
            var output = new ArrayBufferWriter<byte>();
            var writer = new SequenceWriter(model, output);
            var encoder = new Encoder(model);
            var alone = new List<DecodedUnit>();
            int sequences = 0;
            for (int i = random.Next(0, 3); i > 0; i--)
            {
                (ImageMaker image, IntensityWindow? window) = ImageMaker.For(model, random);
                var options = new EncodeOptions { Window = window, Layers = random.Next(1, model.Latent.Layers), LayerChecks = random.Chance(50) };
                for (int unit = random.Next(1, 4); unit > 0; unit--)
                {
                    image.Data.AsSpan().Reverse();
                    alone.Add(StreamDecoder.Decode(encoder.Encode(image.View, options), model));
                    encoder.Encode(image.View, writer, options);
                }
                sequences++;
            }
            writer.End();
            DecodedStream stream = StreamDecoder.DecodeAll(Whole(model, output), model);
            Assert.True(stream.IsSequence && stream.Error is null);
            Assert.Equal(alone.Count, stream.Units.Count);
            for (int i = 0; i < alone.Count; i++)
            {
                Assert.Equal((alone[i].Header, alone[i].Layers), (stream.Units[i].Header, stream.Units[i].Layers));
                Assert.Equal(alone[i].Latent.Bits, stream.Units[i].Latent.Bits);
            }
            Assert.InRange(stream.Sequences.Count, Math.Min(sequences, 1), Math.Max(sequences, 1));
            Assert.Equal(stream.TotalBytes, stream.HeaderBytes + stream.PayloadBytes + stream.CheckBytes);
        },
        iter: 200);

    [Fact]
    public void Write_UnitsOfOneGeometry_CostFiveOrSixBytesEachBesidesThePayload()
    {
        EdgeModel model = StreamMaker.Picture;
        byte[] stream = StreamMaker.EncodeSequences(model, new SplitMix(1), sequences: 1, units: 40);
        DecodedStream decoded = StreamDecoder.DecodeAll(stream, model);
        long framing = decoded.TotalBytes - decoded.PayloadBytes;
        // Marker, start, tag, size, options and spacing once, the end's five bytes once.
        framing -= 1 + 6 + 1 + 3 + 5;
        Assert.InRange(framing, 5 * 40, 6 * 40);
    }

    [Fact]
    public void Encode_CommonPicture_TakesTenBytesBesidesThePayload_AndALargeOneEleven()
    {
        EdgeModel model = StreamMaker.Picture;
        foreach ((int width, int expected) in new[] { (1022, 10), (4096, 10), (4097, 11) })
        {
            byte[] stream = new Encoder(model).Encode(PixelView.Packed(new byte[width * 767 * 3], SampleType.U8, 3, width, 767));
            DecodedStream decoded = StreamDecoder.DecodeAll(stream, model);
            Assert.Equal((expected, 4L), ((int)(decoded.HeaderBytes + decoded.CheckBytes), decoded.CheckBytes));
        }
    }

    [Fact]
    public void DecodeAll_SeveralSequences_CountsUnitsInEach()
    {
        DecodedStream stream = StreamDecoder.DecodeAll(StreamMaker.EncodeSequences(Volume, new SplitMix(1), sequences: 4), Volume);
        Assert.Equal((12, 4), (stream.Units.Count, stream.Sequences.Count));
        Assert.Equal([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3], stream.Units.Select(u => u.Sequence));
        Assert.Equal([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2], stream.Units.Select(u => u.Index));
    }

    [Fact]
    public void DecodeAll_ConcatenatedStreams_IsTrailingBytes()
    {
        byte[] first = StreamMaker.EncodeSequences(Volume, new SplitMix(1));
        EdgeCodecException e = Errors.Expect(EdgeCodecStatus.StreamTrailingBytes, () => StreamDecoder.DecodeAll([.. first, .. first], Volume));
        Assert.Equal(first.Length, e.Offset);
    }

    [Fact]
    public void DecodeAll_DroppedOrSwappedSequences_IsAnError()
    {
        // Header, unit, end three times.
        List<byte[]> p = Blocks(StreamMaker.EncodeSequences(Volume, new SplitMix(3), sequences: 3, units: 1));
        Assert.Equal(9, p.Count);
        Expect(EdgeCodecStatus.StreamDamaged, [p[3], p[4], p[5], p[6], p[7], p[8]]);
        Expect(EdgeCodecStatus.StreamDamaged, [p[0], p[1], p[2], p[6], p[7], p[8]]);
        Expect(EdgeCodecStatus.StreamDamaged, [p[3], p[4], p[5], p[0], p[1], p[2], p[6], p[7], p[8]]);
        Expect(EdgeCodecStatus.StreamTruncated, [p[0], p[1], p[2], p[3], p[4], p[5]]);
        Expect(EdgeCodecStatus.StreamHeaderInvalid, [p[0], p[1], p[2], [0xE0, 1, 2, 3]]);

        static void Expect(EdgeCodecStatus status, byte[][] blocks) => Errors.Expect(status, () => StreamDecoder.DecodeAll(Join(blocks), Volume));
    }

    [Fact]
    public void DecodeAll_DroppedDoubledOrSwappedUnits_IsDamaged()
    {
        List<byte[]> parts = Blocks(StreamMaker.EncodeSequences(Volume, new SplitMix(3), sequences: 1, units: 4));
        Assert.Equal(6, parts.Count);
        Expect([parts[0], parts[1], parts[3], parts[4], parts[5]]);
        Expect([parts[0], parts[1], parts[2], parts[3], parts[5]]);
        Expect([parts[0], parts[1], parts[1], parts[2], parts[3], parts[4], parts[5]]);
        Expect([parts[0], parts[2], parts[1], parts[3], parts[4], parts[5]]);
        Expect([parts[0], parts[5]]);
        Assert.Equal(4, StreamDecoder.DecodeAll(Join(parts), Volume).Units.Count);

        static void Expect(byte[][] blocks) => Errors.Expect(EdgeCodecStatus.StreamDamaged, () => StreamDecoder.DecodeAll(Join(blocks), Volume));
    }

    [Fact]
    public void DecodeAll_UnitOfAnotherSequence_IsDamaged()
    {
        List<byte[]> one = Blocks(StreamMaker.EncodeSequences(Volume, new SplitMix(3), sequences: 1, units: 2));
        List<byte[]> other = Blocks(StreamMaker.EncodeSequences(Volume, new SplitMix(4), sequences: 1, units: 2));
        Errors.Expect(EdgeCodecStatus.StreamDamaged, () => StreamDecoder.DecodeAll(Join([one[0], one[1], other[2], one[3]]), Volume));
    }

    [Fact]
    public void DecodeAll_BytesAfterTheEnd_AreTrailingBytes()
    {
        byte[] stream = StreamMaker.EncodeSequences(Volume, new SplitMix(3));
        EdgeCodecException e = Errors.Expect(EdgeCodecStatus.StreamTrailingBytes, () => StreamDecoder.DecodeAll([.. stream, 0xE0], Volume));
        Assert.Equal(stream.Length, e.Offset);
        // Asking for partial results does not make them less strange.
        Errors.Expect(
            EdgeCodecStatus.StreamTrailingBytes,
            () => StreamDecoder.DecodeAll([.. stream, 0xE0], Volume, new StreamReadOptions { Partial = true }));
        Errors.Expect(EdgeCodecStatus.StreamTrailingBytes, () => StreamDecoder.DecodeAll([.. stream, 0xE3], Volume));
    }

    [Fact]
    public void DecodeAll_Extensions_AreSkippedOrRefusedByTheirType()
    {
        EdgeCodecException? e = null;
        foreach (int length in new[] { 0, 1, 300, StreamFormat.MaxExtensionBytes })
        {
            Assert.Equal(2, StreamDecoder.DecodeAll(WithExtension(1025, length), Volume).Units.Count);
            e = Errors.Expect(EdgeCodecStatus.StreamBlockUnknown, () => StreamDecoder.DecodeAll(WithExtension(2, length), Volume));
            Assert.Contains("type 2", e.Message, StringComparison.Ordinal);
        }
        Errors.Expect(EdgeCodecStatus.StreamDamaged, () => StreamDecoder.DecodeAll(WithExtension(3, StreamFormat.MaxExtensionBytes + 1), Volume));
        byte[] damaged = WithExtension(2, 30);
        damaged[e!.Offset + 5] ^= 1;
        Errors.Expect(EdgeCodecStatus.StreamDamaged, () => StreamDecoder.DecodeAll(damaged, Volume));

        static byte[] WithExtension(uint type, int length)
        {
            var output = new ArrayBufferWriter<byte>();
            var writer = new SequenceWriter(Volume, output);
            (ImageMaker image, IntensityWindow? window) = ImageMaker.For(Volume, new SplitMix(1));
            var options = new EncodeOptions { Window = window };
            var encoder = new Encoder(Volume);
            encoder.Encode(image.View, writer, options);
            writer.WriteExtension(type, new byte[length]);
            encoder.Encode(image.View, writer, options);
            writer.WriteExtension(1023, new byte[5]);
            writer.End();
            return output.WrittenSpan.ToArray();
        }
    }

    [Fact]
    public void DecodeAll_LeadOrLengthThatCannotBe_IsDamaged()
    {
        List<byte[]> parts = Blocks(StreamMaker.EncodeSequences(Volume, new SplitMix(3), sequences: 1, units: 1));
        byte[][] blocks =
        [
            [0x80, 0x00], [0xFF, 0xFF, 0xFF, 0xFF, 0x10], [0xFE, 0xFF, 0xFF, 0xFF, 0x0F], [0x07, 0x80, 0x00],
            [0x07, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0x07, 0x81, 0x80, 0x04],
        ];
        foreach (byte[] block in blocks)
        {
            Errors.Expect(EdgeCodecStatus.StreamDamaged, () => StreamDecoder.DecodeAll([.. parts[0], .. block, 1, 2, 3, 4, 5, 6, 7], Volume));
        }
        int largest = StreamFormat.MaxPayloadBytes(Volume.Latent);
        var lead = new byte[5];
        int bytes = Varint.Write(lead, 2 * (uint)largest);
        Errors.Expect(EdgeCodecStatus.StreamTruncated, () => StreamDecoder.DecodeAll([.. parts[0], .. lead[..bytes], 1, 2, 3], Volume));
        bytes = Varint.Write(lead, 2 * (uint)(largest + 1));
        Errors.Expect(EdgeCodecStatus.StreamDamaged, () => StreamDecoder.DecodeAll([.. parts[0], .. lead[..bytes], 1, 2, 3], Volume));
    }

    [Fact]
    public void EncodeSlabs_Volume_GivesTheUnitsOfItsSlabsAlone()
    {
        ImageMaker image = ImageMaker.Noise(new SplitMix(5), SampleType.S16, 1, 20, 16, 11);
        var options = new EncodeOptions { Window = new IntensityWindow(-3000, 9000) };
        var output = new ArrayBufferWriter<byte>();
        var writer = new SequenceWriter(Volume, output);
        var encoder = new Encoder(Volume);
        encoder.EncodeSlabs(image.View, 4, writer, options);
        encoder.EncodeSlabs(image.View, 4, writer, options);
        writer.End();
        DecodedStream stream = StreamDecoder.DecodeAll(output.WrittenSpan, Volume);
        Assert.Single(stream.Sequences);
        Assert.Equal((11, 4), (stream.Sequences[0].Depth, stream.Sequences[0].Slabs));
        Assert.Equal([2, 3, 3, 3, 2, 3, 3, 3], stream.Units.Select(u => u.Header.Depth));
        for (int i = 0; i < 8; i++)
        {
            (int start, int depth) = stream.Sequences[0].SlabAt(i % 4);
            var slab = image with { Depth = depth, Origin = image.Origin + (start * image.SliceStride) };
            DecodedUnit alone = StreamDecoder.Decode(encoder.Encode(slab.View, options), Volume);
            Assert.Equal(alone.Header, stream.Units[i].Header);
            Assert.Equal(alone.Latent.Bits, stream.Units[i].Latent.Bits);
        }
    }

    [Fact]
    public void Slabs_OfAVolumeThatIsNotComplete_CannotEnd()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new SequenceWriter(Volume, output);
        var encoder = new Encoder(Volume);
        ImageMaker image = ImageMaker.Noise(new SplitMix(5), SampleType.S16, 1, 20, 16, 4);
        var options = new EncodeOptions { Window = new IntensityWindow(-3000, 9000) };
        StreamHeader header = StreamHeader.For(Volume, SampleType.S16, 20, 16, 8, options, slabs: 3);
        writer.Write(header, encoder.EncodeLatent(image.View, options.Window));
        Errors.Expect(EdgeCodecStatus.InvalidArgument, writer.End);
        Errors.Expect(EdgeCodecStatus.InvalidArgument, () => encoder.Encode(image.View, writer, options));

        // An end that a broken writer puts there is found by the reader.
        byte[] begun = output.WrittenSpan.ToArray();
        int unit = begun.Length - Blocks(begun)[0].Length;
        byte[] ended = [.. begun, .. StreamMaker.Seal(Volume, 1, begun.AsSpan(0, begun.Length - unit), [1])];
        Errors.Expect(EdgeCodecStatus.StreamTruncated, () => StreamDecoder.DecodeAll(ended, Volume));
    }

    [Fact]
    public void EncodeSlabs_NumberThatTheVolumeOrModelDoesNotTake_IsRefusedBeforeAnythingIsWritten()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new SequenceWriter(Volume, output);
        ImageMaker image = ImageMaker.Noise(new SplitMix(5), SampleType.S16, 1, 20, 16, 4);
        var options = new EncodeOptions { Window = new IntensityWindow(-3000, 9000) };
        foreach (int slabs in new[] { -1, 0, 1, 5 })
        {
            Errors.Expect(EdgeCodecStatus.StreamHeaderInvalid, () => new Encoder(Volume).EncodeSlabs(image.View, slabs, writer, options));
        }
        ModelParts parts = RandomModels.Volume(1);
        EdgeModel deep = (parts with { Grid = parts.Grid with { MinSource = new Size3(2, 1, 1) } }).Build();
        Errors.Expect(
            EdgeCodecStatus.StreamHeaderInvalid,
            () => new Encoder(deep).EncodeSlabs(image.View, 3, new SequenceWriter(deep, output), options));
        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void Write_WrongModelOrImage_WritesNothing()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new SequenceWriter(Volume, output);
        EdgeModel other = RandomModels.Volume(2).Build();
        (ImageMaker image, IntensityWindow? window) = ImageMaker.For(other, new SplitMix(1));
        Errors.Expect(EdgeCodecStatus.WrongModel, () => new Encoder(other).Encode(image.View, writer, new EncodeOptions { Window = window }));
        Errors.Expect(EdgeCodecStatus.WindowRequired, () => new Encoder(Volume).Encode(image.View, writer));
        writer.End();
        Assert.Equal(0, output.WrittenCount);
        Assert.Throws<InvalidOperationException>(() => new Encoder(Volume).Encode(image.View, writer, new EncodeOptions { Window = window }));
    }

    /// <summary>Header, units and end of a stream of one sequence.</summary>
    private static List<byte[]> Blocks(byte[] stream)
    {
        var parts = new List<byte[]>();
        var parser = new BlockParser(Volume);
        for (int at = 0; at < stream.Length;)
        {
            parser.Read(stream.AsSpan(at), isFinal: false, out int consumed);
            parts.Add(stream[at..(at + consumed)]);
            at += consumed;
        }
        return parts;
    }

    private static byte[] Join(IEnumerable<byte[]> parts) => [.. parts.SelectMany(p => p)];

    /// <summary>A stream without units is a header and an end: a writer that was given none writes nothing.</summary>
    private static byte[] Whole(EdgeModel model, ArrayBufferWriter<byte> output)
    {
        if (output.WrittenCount == 0)
        {
            var writer = new SequenceWriter(model, output);
            IntensityWindow? window = model.Grid.WindowMode == WindowMode.Caller ? new(0, 1) : null;
            SampleType type = Enum.GetValues<SampleType>().First(model.Grid.Accepts);
            writer.Begin(StreamHeader.For(model, type, 40, 40, 1, new EncodeOptions { Window = window }));
            writer.End();
        }
        return output.WrittenSpan.ToArray();
    }
}
