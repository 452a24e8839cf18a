using System.Text.Json.Nodes;
using EdgeCodec.Cloud.Tests;
using Xunit;

namespace EdgeCodec.Cli.Tests;

/// <summary>What is written, and what is not.</summary>
public sealed class OutputTests : CliFixture
{
    [Fact]
    public void Encode_OntoItsInput_LeavesTheInput()
    {
        string photograph = Photograph("a.png");
        byte[] before = File.ReadAllBytes(photograph);
        CommandRun run = CommandRun.Of("encode", photograph, "-o", photograph, "-m", Model.Path);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("would be overwritten", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(photograph));
    }

    [Fact]
    public void Segment_MaskAndOverlayInOneFile_IsRefused()
    {
        string stream = Stream();
        Fails("is named twice", At("both.png"), "segment", stream, "-o", At("both.png"), "--overlay", At("both.png"), "-m", Model.Path);
    }

    [Theory]
    [InlineData("decode")]
    [InlineData("segment")]
    public void Verb_NameOfAnotherFormat_IsRefused(string verb) =>
        Fails("written as .png", At("a.jpg"), verb, Stream(), "-o", At("a.jpg"), "-m", Model.Path);

    [Fact]
    public void Eval_TableIntoAMissingFolder_FailsBeforeTheWork() =>
        Fails("does not exist", At("x.csv"), "eval", "-m", "nonesuch", "--data", At("nowhere"), "--per-image", Path.Combine(At("missing"), "x.csv"));

    [Fact]
    public void Encode_ThatIsNoWindow_IsWrongUsage() =>
        Assert.Equal(2, CommandRun.Of("encode", "a.png", "-o", "a.ecs", "-m", Model.Path, "--window", "low").ExitCode);

    [Fact]
    public void Encode_SourceThatTheModelRefuses_NamesTheFile() =>
        Fails("thin.png", At("a.ecs"), "encode", Save("thin.png", new byte[400 * 40 * 3], 400, 40, 3), "-o", At("a.ecs"), "-m", Model.Path);

    [Fact]
    public void Eval_OfAReference_CountsTheSamplesOfTheGrid()
    {
        using var folder = new TemporaryFolder();
        const string Grid = """{"fit":"stretch","channels":3,"depth":1,"height":48,"width":64,"minSource":32,"maxAspect16":64}""";
        folder.Write("heads/lesion.onnx", TestNetworks.ImageHead(new Size3(1, 48, 64), Grid));
        string set = At("set");
        Directory.CreateDirectory(Path.Combine(set, "images"));
        Directory.CreateDirectory(Path.Combine(set, "masks"));
        File.Move(Photograph("a.png"), Path.Combine(set, "images", "a.png"));
        File.Move(At("a_segmentation.png"), Path.Combine(set, "masks", "a_segmentation.png"));
        JsonObject json = CommandRun.Of("eval", "-m", folder.Path, "--data", set, "--json").Json;
        Assert.Equal((24.0, 64.0 * 48 * 3), ((double)json["bpp"]!, (double)json["bytes_mean"]!));
        Assert.Null(json["encode_ms_median"]);
        Assert.InRange((double)json["dice"]!, 0.97, 1);
    }

    [Fact]
    public void Info_HeaderAlone_IsCutShort()
    {
        string stream = Stream();
        byte[] bytes = File.ReadAllBytes(stream);
        int header = StreamDecoder.HeaderLength(bytes);
        File.WriteAllBytes(stream, bytes[..(header + 1)]);
        CommandRun run = CommandRun.Of("info", stream, "--json");
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("cut short", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Info_OfAModel_KnowsTheLengthOfItsContextSection()
    {
        byte[] file = File.ReadAllBytes(Path.Combine(Model.Path, "edge.ecm"));
        int at = file.AsSpan().IndexOf("CTXM"u8);
        JsonObject info = CommandRun.Of("info", Path.Combine(Model.Path, "edge.ecm"), "--json").Json;
        Assert.Equal(BitConverter.ToInt32(file, at + 4), (int)info["context_bytes"]!);
    }
}
