using System.Text.Json.Nodes;
using EdgeCodec.Cloud.Tests;
using NetVips;
using Xunit;

namespace EdgeCodec.Cli.Tests;

/// <summary>Streams of several pictures, and of fewer layers.</summary>
public sealed class SequenceVerbTests : CliFixture
{
    private readonly TestModel layered = TestModel.Whole(ThresholdModel.PictureGrid(), latentLayers: 3);

    protected override void Dispose(bool disposing)
    {
        layered.Dispose();
        base.Dispose(disposing);
    }

    [Fact]
    public void Encode_SeveralPictures_SegmentsIntoOneMaskEach()
    {
        string[] photographs = [Photograph("a.png"), Photograph("b.png", 120, 80), Photograph("c.png", 120, 80)];
        CommandRun run = CommandRun.Of(["encode", .. photographs, "-o", At("all.ecs"), "-m", Model.Path, "--json"]);
        Assert.Equal((0, 3), (run.ExitCode, (int)run.Json["images"]!));

        JsonObject info = CommandRun.Of("info", At("all.ecs"), "--json").Json;
        Assert.Equal("sequence stream", (string?)info["kind"]);
        JsonObject segmented = CommandRun.Of("segment", At("all.ecs"), "-o", At("mask.png"), "-m", Model.Path, "--json").Json;
        Assert.Equal((3, false), ((int)segmented["units"]!, (bool)segmented["partial"]!));
        (int, int)[] sizes = [(96, 72), (120, 80), (120, 80)];
        for (int i = 0; i < 3; i++)
        {
            using Image mask = Image.NewFromFile(At($"mask-{i + 1}.png"));
            Assert.Equal(sizes[i], (mask.Width, mask.Height));
            Assert.Equal((255, 0), (mask.Getpoint(10, 10)[0], mask.Getpoint(mask.Width - 5, mask.Height - 5)[0]));
        }
        Assert.Equal(0, CommandRun.Of("decode", At("all.ecs"), "-o", At("map.png"), "-m", Model.Path).ExitCode);
        Assert.True(File.Exists(At("map-3.png")));
        Fails("has 3 units", At("x.png"), "segment", At("all.ecs"), "-o", At("x.png"), "-m", Model.Path, "--overlay", At("look.png"));
    }

    [Fact]
    public void Encode_SeveralPicturesOneOfThemTooSmall_NamesItAndWritesNothing() =>
        Fails("small.png", At("all.ecs"), "encode", Photograph("a.png"), Photograph("small.png", 20, 20), "-o", At("all.ecs"), "-m", Model.Path);

    [Fact]
    public void Encode_SeveralPicturesToAFolder_WritesWhatEachAloneGives()
    {
        Directory.CreateDirectory(At("streams"));
        string[] photographs = [Photograph("a.png"), Photograph("b.png", 120, 80)];
        CommandRun run = CommandRun.Of(["encode", .. photographs, "-o", At("streams"), "-m", Model.Path, "--json"]);
        Assert.Equal((0, 2), (run.ExitCode, (int)run.Json["images"]!));
        string[] files = [.. Directory.GetFiles(At("streams")).Order()];
        Assert.Equal(["a.ecs", "b.ecs"], files.Select(Path.GetFileName));
        Assert.Equal(files.Sum(f => new FileInfo(f).Length), (long)run.Json["file_bytes"]!);
        Assert.Equal(0, CommandRun.Of("encode", photographs[1], "-o", At("alone.ecs"), "-m", Model.Path).ExitCode);
        Assert.Equal(File.ReadAllBytes(At("alone.ecs")), File.ReadAllBytes(files[1]));
    }

    [Fact]
    public void Encode_ToAFolder_TwoPicturesOfOneName_NamesBothAndWritesNothing()
    {
        Directory.CreateDirectory(At("streams"));
        string png = Photograph("a.png"), jpg = Photograph("a.jpg");
        Fails($"would be written for both {png} and {jpg}", At("streams/a.ecs"), "encode", png, jpg, "-o", At("streams"), "-m", Model.Path);
        Assert.Empty(Directory.GetFiles(At("streams")));
    }

    [Fact]
    public void Segment_VolumeInSlabs_IsOneSourceAndOneFile()
    {
        using TestModel volumes = TestModel.Whole(ThresholdModel.VolumeGrid());
        var disc = new Disc(48, 40, 30, SampleType.S16);
        Write("one.ecs", 1);
        Assert.Equal(0, CommandRun.Of("segment", At("one.ecs"), "-o", At("mask.png"), "-m", volumes.Path).ExitCode);
        Assert.Equal(["mask.png"], Directory.GetFiles(Path.GetDirectoryName(At("x"))!, "mask*.png").Select(Path.GetFileName));
        Write("two.ecs", 2);
        JsonObject run = CommandRun.Of("segment", At("two.ecs"), "-o", At("of.png"), "-m", volumes.Path, "--json").Json;
        Assert.Equal([At("of-1.png"), At("of-2.png")], run["files"]!.AsArray().Select(f => (string)f!));
        Assert.Equal(File.ReadAllBytes(At("mask.png")), File.ReadAllBytes(At("of-2.png")));

        void Write(string name, int count)
        {
            var output = new System.Buffers.ArrayBufferWriter<byte>();
            var writer = new SequenceWriter(volumes.Edge, output);
            for (int i = 0; i < count; i++) { new Encoder(volumes.Edge).EncodeSlabs(disc.View, 3, writer, new EncodeOptions { Window = Disc.Window }); }
            writer.End();
            File.WriteAllBytes(At(name), output.WrittenSpan.ToArray());
        }
    }

    [Theory]
    [InlineData("segment")]
    [InlineData("decode")]
    public void SequenceOfNoUnits_IsAnError(string verb)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        var writer = new SequenceWriter(Model.Edge, output);
        writer.Begin(StreamHeader.For(Model.Edge, SampleType.U8, 96, 72));
        writer.End();
        File.WriteAllBytes(At("none.ecs"), output.WrittenSpan.ToArray());
        Fails("none.ecs: is a sequence of no pictures", At("x.png"), verb, At("none.ecs"), "-o", At("x.png"), "-m", Model.Path);
    }

    [Fact]
    public void Segment_SequenceCutBeforeItsFirstUnitEnds_IsAnErrorEvenInParts()
    {
        Assert.Equal(0, CommandRun.Of("encode", Photograph("a.png"), Photograph("b.png"), "-o", At("all.ecs"), "-m", Model.Path).ExitCode);
        File.WriteAllBytes(At("all.ecs"), File.ReadAllBytes(At("all.ecs"))[..20]);
        Fails("all.ecs", At("x.png"), "segment", At("all.ecs"), "-o", At("x.png"), "-m", Model.Path, "--partial");
    }

    [Fact]
    public void Trim_ToAFileOfAnotherKind_IsRefused()
    {
        Assert.Equal(0, CommandRun.Of("encode", Photograph("a.png"), "-o", At("all.ecs"), "-m", layered.Path).ExitCode);
        Fails("written as .ecs", At("edge.ecm"), "trim", At("all.ecs"), "--layers", "2", "-o", At("edge.ecm"), "-m", layered.Path);
    }

    [Fact]
    public void Trim_ToFewerLayers_EqualsEncodingFewer()
    {
        string photograph = Photograph("a.png");
        Encode("all.ecs");
        Encode("two.ecs", "--layers", "2");
        Assert.Equal(0, CommandRun.Of("trim", At("all.ecs"), "--layers", "2", "-o", At("trimmed.ecs"), "-m", layered.Path).ExitCode);
        Assert.Equal(File.ReadAllBytes(At("two.ecs")), File.ReadAllBytes(At("trimmed.ecs")));
        CommandRun run = CommandRun.Of("trim", At("all.ecs"), "--layers", "2", "-m", layered.Path, "--json");
        Assert.Equal((0, new FileInfo(At("two.ecs")).Length), (run.ExitCode, (long)run.Json["file_bytes"]!));
        Assert.Equal(File.ReadAllBytes(At("two.ecs")), File.ReadAllBytes(At("all.ecs")));
        Fails("the stream has 2", At("x.ecs"), "trim", At("all.ecs"), "--layers", "3", "-o", At("x.ecs"), "-m", layered.Path);

        void Encode(string name, params string[] more) =>
            Assert.Equal(0, CommandRun.Of(["encode", photograph, "-o", At(name), "-m", layered.Path, .. more]).ExitCode);
    }

    [Theory]
    [InlineData("segment")]
    [InlineData("decode")]
    public void Partial_StreamCutShort_GivesItsLeadingLayersAndSaysSo(string verb)
    {
        Assert.Equal(0, CommandRun.Of("encode", Photograph("a.png"), "-o", At("a.ecs"), "-m", layered.Path, "--layer-checks").ExitCode);
        byte[] whole = File.ReadAllBytes(At("a.ecs"));
        File.WriteAllBytes(At("a.ecs"), whole[..^30]);
        Fails("a.ecs", At("x.png"), verb, At("a.ecs"), "-o", At("x.png"), "-m", layered.Path);
        CommandRun run = CommandRun.Of(verb, At("a.ecs"), "-o", At("x.png"), "-m", layered.Path, "--partial", "--json");
        Assert.Equal((0, true), (run.ExitCode, (bool)run.Json["partial"]!));
        Assert.Contains("PARTIAL result, unit 1 with 2 of its layers", run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(At("x.png")));

        // A cut within the first layer leaves nothing.
        File.WriteAllBytes(At("a.ecs"), whole[..12]);
        Fails("a.ecs", At("y.png"), verb, At("a.ecs"), "-o", At("y.png"), "-m", layered.Path, "--partial");
    }
}
