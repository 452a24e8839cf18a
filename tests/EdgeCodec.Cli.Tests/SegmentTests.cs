using EdgeCodec.Cloud.Tests;
using NetVips;
using Xunit;

namespace EdgeCodec.Cli.Tests;

public sealed class SegmentTests : CliFixture
{
    private void SegmentFails(string expected, string stream, params string[] more)
        => Fails(expected, At("mask.png"), ["segment", stream, "-o", At("mask.png"), "-m", Model.Path, .. more]);

    [Fact]
    public void Segment_KnownPicture_GivesItsMaskAtSourceSize()
    {
        string stream = Stream();
        CommandRun run = CommandRun.Of("segment", stream, "-o", At("mask.png"), "-m", Model.Path, "--truth", At("stream-source_segmentation.png"), "--json");
        Assert.Equal(0, run.ExitCode);
        using Image mask = Image.NewFromFile(At("mask.png"));
        Assert.Equal((96, 72), (mask.Width, mask.Height));
        Assert.Equal(255, mask.Getpoint(10, 10)[0]);
        Assert.Equal(0, mask.Getpoint(80, 60)[0]);
        Assert.InRange((double)run.Json["dice"]!, 0.97, 1);
        Assert.Equal(new FileInfo(stream).Length, (long)run.Json["file_bytes"]!);
    }

    [Fact]
    public void Segment_Overlay_ShowsThreePanels()
    {
        string stream = Stream();
        CommandRun run = CommandRun.Of(
            "segment", stream, "-o", At("mask.png"), "-m", Model.Path, "--overlay", At("look.png"), "--image", At("stream-source.png"),
            "--truth", At("stream-source_segmentation.png"));
        Assert.Equal(0, run.ExitCode);
        using Image look = Image.NewFromFile(At("look.png"));
        Assert.InRange(look.Width, 3 * 400, 3 * 500);
        // The feature map is white where the model sees lesion, so the middle panel has both extremes.
        using Image middle = look.ExtractArea(look.Width / 3 + 20, 60, 380, 250);
        Assert.InRange(middle.Min(), 0, 30);
        Assert.InRange(middle.Max(), 225, 255);
    }

    [Fact]
    public void Segment_StreamOfAnotherModel_NamesBoth()
    {
        string stream = Stream();
        using var other = new TestModel(ThresholdModel.Parts(ThresholdModel.PictureGrid(), threshold: 99));
        other.Write("decoder.onnx", TestNetworks.Decoder(other.Edge)).Write("heads/lesion.onnx", TestNetworks.Head(other.Edge));
        byte[] bytes = File.ReadAllBytes(stream);
        string tag = Convert.ToHexStringLower(bytes.AsSpan(1, 2));
        Fails(tag, At("mask.png"), "segment", stream, "-o", At("mask.png"), "-m", other.Path);
        Fails(other.Edge.IdentityHex[..4], At("mask.png"), "segment", stream, "-o", At("mask.png"), "-m", other.Path);
    }

    [Fact]
    public void Segment_EveryStreamCutShort_IsAnError()
    {
        string stream = Stream();
        byte[] whole = File.ReadAllBytes(stream);
        for (int length = 1; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(stream, whole[..length]);
            SegmentFails("", stream);
        }
    }

    [Fact]
    public void Segment_FlippedBit_IsAnError()
    {
        string stream = Stream();
        byte[] bytes = File.ReadAllBytes(stream);
        bytes[bytes.Length / 2] ^= 0x10;
        File.WriteAllBytes(stream, bytes);
        SegmentFails("", stream);
    }

    [Fact]
    public void Segment_AbsurdSizeInTheHeader_IsAnError()
    {
        // A wide size of 65535 x 65535 in place of 96 x 72.
        string stream = Stream();
        byte[] bytes = File.ReadAllBytes(stream);
        File.WriteAllBytes(stream, [0xe8, .. bytes[1..3], 0xff, 0xff, 0xff, 0xff, .. bytes[6..]]);
        SegmentFails("", stream);
    }

    [Fact]
    public void Segment_NotAStream_IsAnError()
    {
        File.WriteAllText(At("a.ecs"), "hello, hello, hello");
        SegmentFails("", At("a.ecs"));
    }

    [Fact]
    public void Segment_TruthOfAnotherSize_IsNamed()
    {
        string stream = Stream();
        Save("small.png", new byte[32 * 32], 32, 32, 1);
        SegmentFails("32x32, the stream's source was 96x72", stream, "--truth", At("small.png"));
    }

    [Fact]
    public void Segment_UnknownHeadOrProvider_IsNamed()
    {
        string stream = Stream();
        SegmentFails("nonesuch", stream, "--head", "nonesuch");
        SegmentFails("quantum", stream, "--provider", "quantum");
        SegmentFails("Microsoft.ML.OnnxRuntime.Gpu", stream, "--provider", "cuda");
    }

    [Fact]
    public void Segment_HeadOfThreeLabels_WritesLabelValues_AndTakesNoMask()
    {
        string stream = Stream();
        Model.Write("heads/lesion.onnx", TestNetworks.SoftmaxHead(Model.Edge));
        Assert.Equal(0, CommandRun.Of("segment", stream, "-o", At("labels.png"), "-m", Model.Path, "--overlay", At("look.png")).ExitCode);
        using Image labels = Image.NewFromFile(At("labels.png"));
        Assert.Equal((2, 1), (labels.Getpoint(10, 10)[0], labels.Getpoint(80, 60)[0]));
        SegmentFails("heads of two labels", stream, "--truth", At("stream-source_segmentation.png"));
    }

    [Fact]
    public void Segment_WithoutModel_SaysWhatToDo()
        => Fails("--model", At("mask.png"), "segment", Stream(), "-o", At("mask.png"));
}
