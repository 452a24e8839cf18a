using CsCheck;
using Xunit;

namespace EdgeCodec.Tests.LabelMaps;

public class LabelMapRoundTripTests
{
    [Fact]
    public void Decode_AnyMap_GivesTheLabelsAndTheHeader() => Gen.ULong.Sample(
        seed =>
        {
            var random = new SplitMix(seed);
            LabelScene scene = LabelScene.Any(random);
            byte[] reference = random.Chance(50) ? random.Bytes(16) : [];
            var head = new LabelMapHead("tête-1", random.Next(1, int.MaxValue), scene.LabelCount);
            byte[] file = LabelMapEncoder.Encode(scene.Labels, scene.Answered, head, reference);

            var labels = new ushort[scene.Labels.Length];
            LabelMapDecoder.Decode(file, scene.Answered, labels);
            Assert.Equal(scene.Labels, labels);

            LabelMapHeader header = LabelMapDecoder.ReadHeader(file);
            Assert.Equal(
                (scene.Width, scene.Height, scene.Depth, scene.LabelCount),
                (header.Width, header.Height, header.Depth, header.LabelCount));
            Assert.Equal((head.Name, head.Version, "0123456789abcdef"), (header.HeadName, header.HeadVersion, header.StreamDigestHex));
            Assert.Equal(reference, header.Reference.ToArray());
            Assert.Equal(scene.Labels.Length, header.VoxelCount);
        },
        iter: 600);

    [Fact]
    public void Encode_LabelsOf8Bits_GivesTheBytesOf16AndDecodesIntoEither() => Gen.ULong.Sample(
        seed =>
        {
            LabelScene scene = LabelScene.Any(new SplitMix(seed), mostLabels: 256);
            byte[] file = scene.Encode();
            Assert.Equal(file, LabelMapEncoder.Encode(scene.Bytes, scene.Answered, scene.Head));
            var labels = new byte[scene.Labels.Length];
            LabelMapDecoder.Decode(file, scene.Answered, labels);
            Assert.Equal(scene.Bytes, labels);
        },
        iter: 200);

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(65535, 1, 1)]
    [InlineData(1, 65535, 1)]
    [InlineData(1, 1, 65535)]
    [InlineData(65535, 2, 3)]
    [InlineData(2, 65535, 2)]
    [InlineData(2, 3, 65535)]
    [InlineData(4288, 2848, 1)]
    public void Decode_ExtremeSize_GivesTheLabels(int width, int height, int depth)
    {
        var random = new SplitMix((ulong)width);
        foreach (int labelCount in (int[])[2, 5, 65536])
        {
            LabelScene scene = LabelScene.Fill(width, height, depth, labelCount, random);
            var labels = new ushort[scene.Labels.Length];
            LabelMapDecoder.Decode(scene.Encode(), scene.Answered, labels);
            Assert.True(labels.AsSpan().SequenceEqual(scene.Labels));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(256)]
    [InlineData(65536)]
    public void Encode_Noise_CostsLittleMoreThanTheNoise(int labelCount)
    {
        var random = new SplitMix(1);
        ushort[] labels = [.. Enumerable.Range(0, 256 * 256).Select(_ => (ushort)random.Next(0, labelCount - 1))];
        byte[] file = LabelMapEncoder.Encode(labels, new AnsweredStream(0, 256, 256, 1), new LabelMapHead("noise", 1, labelCount));
        double bits = 8.0 * file.Length / labels.Length;
        Assert.InRange(bits, Math.Log2(labelCount), (1.35 * Math.Log2(labelCount)) + 0.5);
        var decoded = new ushort[labels.Length];
        LabelMapDecoder.Decode(file, new AnsweredStream(0, 256, 256, 1), decoded);
        Assert.Equal(labels, decoded);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 4)]
    [InlineData(5, 4)]
    public void Encode_Background_CostsNextToNothing(int labelCount, int bytes)
    {
        byte[] file = LabelMapEncoder.Encode(new byte[512 * 512], new AnsweredStream(0, 512, 512, 1), new LabelMapHead("h", 1, labelCount));
        Assert.InRange(file.Length - LabelMapDecoder.ReadHeader(file).HeaderBytes - LabelMapFormat.CheckBytes, 0, bytes);
    }

    [Fact]
    public void Decode_WarmedUp_AllocatesNothing()
    {
        // A stream as a device keeps it, with all that a header may have.
        EdgeModel model = RandomModels.Picture(1).Build();
        byte[] stream = new Encoder(model).Encode(
            PixelView.Packed(new SplitMix(1).Bytes(60 * 50 * 3), SampleType.U8, 3, 60, 50),
            new EncodeOptions { Spacing = new VoxelSpacing(1, 2, 3), Metadata = new StreamMetadata(new byte[700]) });
        LabelScene scene = LabelScene.Fill(60, 50, 1, 200, new SplitMix(5));
        byte[] file = LabelMapEncoder.Encode(scene.Bytes, AnsweredStream.Of(stream), new LabelMapHead("h", 1, 200));
        byte[] labels = new byte[scene.Labels.Length];
        // The runtime allocates now and then of its own: the least of several tens is the decoder's.
        long least = long.MaxValue;
        for (int i = 0; i < 30; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            LabelMapDecoder.Decode(file, stream, labels);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
    }

    [Fact]
    public void Decode_LongerDestination_LeavesTheRestAlone()
    {
        LabelScene scene = LabelScene.Fill(9, 7, 1, 3, new SplitMix(6));
        byte[] labels = [.. Enumerable.Repeat((byte)0xAA, (9 * 7) + 5)];
        LabelMapDecoder.Decode(scene.Encode(), scene.Answered, labels);
        Assert.Equal(scene.Bytes, labels[..(9 * 7)]);
        Assert.All(labels[(9 * 7)..], label => Assert.Equal(0xAA, label));
    }
}
