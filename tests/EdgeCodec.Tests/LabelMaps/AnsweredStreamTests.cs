using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Xunit;

namespace EdgeCodec.Tests.LabelMaps;

/// <summary>LABELMAP §2.1: what each source of a stream is known by.</summary>
public class AnsweredStreamTests
{
    private static readonly EdgeModel Model = RandomModels.Volume(1).Build();

    [Fact]
    public void Of_Picture_IsTheDigestOfAllItsBytesWithTheGeometry()
    {
        var random = new SplitMix(8);
        (ImageMaker image, IntensityWindow? window) = ImageMaker.For(Model, random);
        byte[] stream = new Encoder(Model).Encode(image.View, new EncodeOptions { Window = window });
        AnsweredStream answered = AnsweredStream.Of(stream);
        StreamHeader header = StreamDecoder.ReadHeader(stream);
        Assert.Equal(new AnsweredStream(Digest(stream), header.Width, header.Height, header.Depth), answered);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(stream))[..16], answered.DigestHex);
        Assert.Equal([answered], AnsweredStream.OfAll(stream, Model));
    }

    [Fact]
    public void OfAll_Sequences_GivesEverySourceItsOwn()
    {
        // Two sequences of the same pictures but other windows: the same units, another start.
        (byte[] stream, int[] ends) = Sequences(slabs: null, windows: [0, 1], units: 3);
        IReadOnlyList<AnsweredStream> sources = AnsweredStream.OfAll(stream, Model);
        Assert.Equal(6, sources.Count);
        Assert.Equal(6, sources.Select(source => source.Digest).Distinct().Count());
        int start = StreamDecoder.HeaderLength(stream);
        for (int i = 0; i < 3; i++)
        {
            byte[] unit = stream[(i == 0 ? start : ends[i - 1])..ends[i]];
            Assert.Equal(Digest([.. stream[..start], .. unit]), sources[i].Digest);
            Assert.Equal(sources[i], AnsweredStream.OfUnits(stream.AsSpan(0, start), unit, sources[i].Width, sources[i].Height, sources[i].Depth));
        }
    }

    [Fact]
    public void OfAll_VolumesInSlabs_GivesOneForEachVolumeWithItsDepth()
    {
        (byte[] stream, int[] ends) = Sequences(slabs: 2, windows: [0], units: 4);
        IReadOnlyList<AnsweredStream> sources = AnsweredStream.OfAll(stream, Model);
        StreamHeader header = StreamDecoder.ReadHeader(stream);
        int start = StreamDecoder.HeaderLength(stream);
        Assert.Equal(
            [
                new AnsweredStream(Digest(stream[..ends[1]]), header.Width, header.Height, header.Depth),
                new AnsweredStream(Digest([.. stream[..start], .. stream[ends[1]..ends[3]]]), header.Width, header.Height, header.Depth),
            ],
            sources);
    }

    [Fact]
    public void Of_Sequence_IsRefused()
    {
        (byte[] stream, _) = Sequences(slabs: null, windows: [0], units: 1);
        Errors.Expect(EdgeCodecStatus.StreamHeaderInvalid, () => AnsweredStream.Of(stream));
    }

    [Fact]
    public void OfAll_DamagedOrCutShort_IsTheStreamsError()
    {
        (byte[] stream, _) = Sequences(slabs: null, windows: [0, 1], units: 2);
        for (int length = 0; length < stream.Length; length++)
        {
            Assert.InRange((int)Assert.Throws<EdgeCodecException>(() => AnsweredStream.OfAll(stream.AsSpan(0, length), Model)).Status, 30, 39);
        }
        stream[stream.Length / 2] ^= 1;
        Assert.InRange((int)Assert.Throws<EdgeCodecException>(() => AnsweredStream.OfAll(stream, Model)).Status, 30, 39);
    }

    [Fact]
    public void Decode_AnswerToAnotherSourceOfTheSequence_IsWrongStream()
    {
        (byte[] stream, _) = Sequences(slabs: null, windows: [0], units: 2);
        IReadOnlyList<AnsweredStream> sources = AnsweredStream.OfAll(stream, Model);
        var labels = new byte[sources[0].Width * sources[0].Height * sources[0].Depth];
        byte[] file = LabelMapEncoder.Encode(labels, sources[0], new LabelMapHead("lesion", 1, 2));
        LabelMapDecoder.Decode(file, sources[0], labels);
        Errors.Expect(EdgeCodecStatus.WrongStream, () => LabelMapDecoder.Decode(file, sources[1], labels));
    }

    /// <summary>A stream, and where the units of its first sequence end.</summary>
    private static (byte[] Stream, int[] Ends) Sequences(int? slabs, int[] windows, int units)
    {
        var random = new SplitMix(21);
        var output = new ArrayBufferWriter<byte>();
        var writer = new SequenceWriter(Model, output);
        var latents = Enumerable.Range(0, units).Select(_ => new Encoder(Model).EncodeLatent(
            PixelView.Packed(random.Bytes(20 * 24 * 8 * 2), SampleType.S16, 1, 20, 24, 8), new IntensityWindow(0, 100))).ToArray();
        List<int> ends = [];
        foreach (int window in windows)
        {
            StreamHeader header = StreamHeader.For(
                Model, SampleType.S16, 20, 24, 8, new EncodeOptions { Window = new IntensityWindow(window, 100) }, slabs);
            foreach (Latent latent in latents)
            {
                writer.Write(header, latent);
                ends.Add(output.WrittenCount);
            }
        }
        writer.End();
        return (output.WrittenSpan.ToArray(), [.. ends]);
    }

    private static ulong Digest(byte[] bytes) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(bytes));
}
