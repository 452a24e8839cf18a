using System.Buffers.Binary;
using Xunit;

namespace EdgeCodec.Tests.LabelMaps;

/// <summary>What is not the whole answer to the very stream is an error, in the order of LABELMAP §5.</summary>
public class LabelMapDamageTests
{
    private static readonly LabelScene Scene = LabelScene.Fill(40, 30, 3, 4, new SplitMix(4));
    private static readonly byte[] File = LabelMapEncoder.Encode(Scene.Labels, Scene.Answered, Scene.Head, new SplitMix(1).Bytes(16));

    [Fact]
    public void Decode_CutAnywhere_IsTruncatedOrDamaged()
    {
        int header = LabelMapDecoder.ReadHeader(File).HeaderBytes;
        for (int length = 0; length < File.Length; length++)
        {
            byte[] cut = File[..length];
            EdgeCodecStatus expected = length < header + 4 ? EdgeCodecStatus.LabelMapTruncated : EdgeCodecStatus.LabelMapDamaged;
            Assert.InRange(Errors.Expect(expected, () => Decode(cut)).Offset, 0, length);
        }
    }

    [Fact]
    public void Decode_AnyBitFlipped_IsAnError()
    {
        for (int bit = 0; bit < File.Length * 8; bit++)
        {
            byte[] damaged = [.. File];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            EdgeCodecException e = Assert.Throws<EdgeCodecException>(() => Decode(damaged));
            Assert.InRange((int)e.Status, 50, 54);
        }
    }

    [Fact]
    public void Decode_BytesAppended_IsDamaged()
    {
        Errors.Expect(EdgeCodecStatus.LabelMapDamaged, () => Decode([.. File, 0]));
        Errors.Expect(EdgeCodecStatus.LabelMapDamaged, () => Decode([.. File, .. File]));
    }

    [Fact]
    public void Decode_AgainstAnotherStream_IsWrongStreamAndNamesBoth()
    {
        AnsweredStream other = Scene.Answered with { Digest = 0xFEDCBA9876543210 };
        EdgeCodecException e = Errors.Expect(EdgeCodecStatus.WrongStream, () => LabelMapDecoder.Decode(File, other, new byte[Scene.Labels.Length]));
        Assert.Contains("0123456789abcdef", e.Message, StringComparison.Ordinal);
        Assert.Contains("fedcba9876543210", e.Message, StringComparison.Ordinal);
        Assert.Equal(2, e.Offset);
    }

    [Fact]
    public void Decode_AgainstAnotherStreamOfTheSameModelAndSize_IsWrongStream()
    {
        EdgeModel model = RandomModels.Picture(1).Build();
        var random = new SplitMix(3);
        var encoder = new Encoder(model);
        byte[][] streams = [.. Enumerable.Range(0, 2).Select(_ => encoder.Encode(PixelView.Packed(random.Bytes(40 * 30 * 3), SampleType.U8, 3, 40, 30)))];
        var labels = new byte[40 * 30];
        random.Bytes(labels.Length).CopyTo(labels, 0);
        byte[] file = LabelMapEncoder.Encode(labels, AnsweredStream.Of(streams[0]), new LabelMapHead("lesion", 1, 256));

        var decoded = new byte[labels.Length];
        LabelMapDecoder.Decode(file, streams[0], decoded);
        Assert.Equal(labels, decoded);
        var wide = new ushort[labels.Length];
        LabelMapDecoder.Decode(file, streams[0], wide);
        Assert.Equal(labels.Select(label => (ushort)label), wide);

        Errors.Expect(EdgeCodecStatus.WrongStream, () => LabelMapDecoder.Decode(file, streams[1], decoded));
        byte[] changed = [.. streams[0]];
        changed[^1] ^= 1;
        Errors.Expect(EdgeCodecStatus.WrongStream, () => LabelMapDecoder.Decode(file, changed, decoded));
        Errors.Expect(EdgeCodecStatus.NotAStream, () => LabelMapDecoder.Decode(file, file, decoded));
        Errors.Expect(EdgeCodecStatus.NotALabelMap, () => LabelMapDecoder.Decode(streams[0], streams[0], decoded));
    }

    [Fact]
    public void Decode_GeometryThatIsNotTheStreams_IsAnInvalidHeader()
    {
        foreach (AnsweredStream other in (AnsweredStream[])
            [Scene.Answered with { Width = 30, Height = 40 }, Scene.Answered with { Depth = 1 }, Scene.Answered with { Depth = 4 }])
        {
            EdgeCodecException e = Errors.Expect(
                EdgeCodecStatus.LabelMapHeaderInvalid, () => LabelMapDecoder.Decode(File, other, new byte[Scene.Labels.Length * 2]));
            Assert.Equal(10, e.Offset);
        }
    }

    [Fact]
    public void Decode_SmallDestination_IsBufferTooSmall() => Errors.Expect(
        EdgeCodecStatus.BufferTooSmall, () => LabelMapDecoder.Decode(File, Scene.Answered, new byte[Scene.Labels.Length - 1]));

    [Fact]
    public void Decode_LabelsOf16BitsInto8_IsInvalidArgument()
    {
        byte[] file = LabelMapEncoder.Encode(new ushort[] { 1, 256 }, new AnsweredStream(1, 2, 1, 1), new LabelMapHead("h", 1, 257));
        Errors.Expect(EdgeCodecStatus.InvalidArgument, () => LabelMapDecoder.Decode(file, new AnsweredStream(1, 2, 1, 1), new byte[2]));
    }

    [Fact]
    public void Decode_DamagedWithTheRightCheck_IsAnErrorOrLabelsBelowTheCount()
    {
        var random = new SplitMix(11);
        byte[][] files = [.. Enumerable.Range(0, 40).Select(_ => LabelScene.Any(random).Encode())];
        int decoded = 0;
        for (int i = 0; i < 6000; i++)
        {
            byte[] file = files[random.Next(0, files.Length - 1)];
            byte[] damaged = Seal(Mutation.Of(file[..^4], random));
            try
            {
                LabelMapHeader header = LabelMapDecoder.ReadHeader(damaged);
                // What a caller decodes against is its own stream, not what the map says; this one believes the map.
                var answered = new AnsweredStream(header.StreamDigest, header.Width, header.Height, header.Depth);
                var labels = new ushort[Math.Min(header.VoxelCount, 1 << 16)];
                int labelCount = header.LabelCount;
                LabelMapDecoder.Decode(damaged, answered, labels);
                Assert.All(labels, label => Assert.True(label < labelCount));
                decoded++;
            }
            catch (EdgeCodecException e)
            {
                Assert.True((int)e.Status is >= 50 and <= 54 || e.Status == EdgeCodecStatus.BufferTooSmall, e.Message);
                Assert.InRange(e.Offset, -1, damaged.Length);
            }
        }
        Assert.True(decoded > 500, $"only {decoded} reached the payload's end");
    }

    [Fact]
    public void Decode_Damaged_IsAnError()
    {
        var random = new SplitMix(12);
        LabelScene[] scenes = [.. Enumerable.Range(0, 20).Select(_ => LabelScene.Any(random))];
        byte[][] files = [.. scenes.Select(scene => scene.Encode())];
        for (int i = 0; i < 20_000; i++)
        {
            int which = random.Next(0, files.Length - 1);
            byte[] damaged = Mutation.Of(files[which], random);
            if (!damaged.AsSpan().SequenceEqual(files[which]))
            {
                EdgeCodecException e = Assert.Throws<EdgeCodecException>(
                    () => LabelMapDecoder.Decode(damaged, scenes[which].Answered, new ushort[scenes[which].Labels.Length]));
                Assert.InRange((int)e.Status, 50, 54);
            }
        }
    }

    [Fact]
    public void Decode_Payload_ThatNoEncoderWrites_IsDamaged()
    {
        byte[] empty = LabelMapEncoder.Encode(new byte[12], new AnsweredStream(1, 4, 3, 1), new LabelMapHead("h", 1, 1));
        ExpectDamaged(Seal([.. empty[..^4], 0x01]), "a map of one label has no payload");
        byte[] two = LabelMapEncoder.Encode(new byte[] { 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1 }, new AnsweredStream(1, 4, 3, 1), new LabelMapHead("h", 1, 2));
        ExpectDamaged(Seal([.. two[..^4], 0x00]), "a payload does not end in a zero byte");
        ExpectDamaged(Seal([.. two[..^4], 1, 2, 3, 4, 5]), "a payload ends where the decoder has taken it in");
        ExpectDamaged(Seal([.. two[..LabelMapDecoder.ReadHeader(two).HeaderBytes], 0xFF, 0xFF, 0xFF, 0xFF]), "the first code is below the range");
    }

    private static void ExpectDamaged(byte[] file, string why)
    {
        EdgeCodecException e = Errors.Expect(
            EdgeCodecStatus.LabelMapDamaged, () => LabelMapDecoder.Decode(file, new AnsweredStream(1, 4, 3, 1), new byte[12]));
        Assert.True(e.Offset == LabelMapDecoder.ReadHeader(file).HeaderBytes, why);
    }

    private static void Decode(byte[] file) => LabelMapDecoder.Decode(file, Scene.Answered, new byte[Scene.Labels.Length]);

    /// <summary>Appends the right check.</summary>
    private static byte[] Seal(byte[] body)
    {
        byte[] file = [.. body, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(body.Length), Crc32C.Compute(body));
        return file;
    }
}
