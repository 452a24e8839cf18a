using System.Text.Json.Nodes;
using EdgeCodec.Cloud.Tests;
using Xunit;

namespace EdgeCodec.Cli.Tests;

/// <summary>What is written, and what is not.</summary>
public sealed class OutputTests : CliFixture
{
    [Fact]
    public void Encode_NameAsLongAsNamesCanBe_IsWritten()
    {
        string name = new string('n', 251) + ".ecs";
        Assert.Equal(0, CommandRun.Of("encode", Photograph("a.png"), "-o", At(name), "-m", Model.Path).ExitCode);
        Assert.True(new FileInfo(At(name)).Length > 0);
    }

    [Fact]
    public void Encode_NameWithALineBreak_IsNamedWithTheReasonInOneLine() =>
        Fails("no such file.png: no such file", At("out.ecs"), "encode", At("no such\nfile.png"), "-o", At("out.ecs"), "-m", Model.Path);

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
    public void Encode_OntoItsInputByAnotherPath_LeavesTheInput()
    {
        Directory.CreateDirectory(At("real"));
        File.Move(Photograph("a.png"), At("real/a.ecs"));
        Directory.CreateSymbolicLink(At("link"), At("real"));
        File.CreateSymbolicLink(At("alias.ecs"), "link/a.ecs");
        byte[] before = File.ReadAllBytes(At("real/a.ecs"));
        foreach ((string input, string output) in new[] { ("real/a.ecs", "link/a.ecs"), ("alias.ecs", "real/a.ecs"), ("real/a.ecs", "alias.ecs") })
        {
            CommandRun run = CommandRun.Of("encode", At(input), "-o", At(output), "-m", Model.Path);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains("would be overwritten", run.Error, StringComparison.Ordinal);
            Assert.Equal(before, File.ReadAllBytes(At("real/a.ecs")));
        }
    }

    [Fact]
    public void Encode_OntoALink_WritesWhereItLeads_AndLinksInARingAreRefused()
    {
        Directory.CreateDirectory(At("real"));
        File.CreateSymbolicLink(At("x.ecs"), "real/y.ecs");
        string photograph = Photograph("a.png");
        Assert.Equal(0, CommandRun.Of("encode", photograph, "-o", At("x.ecs"), "-m", Model.Path).ExitCode);
        Assert.Equal("real/y.ecs", new FileInfo(At("x.ecs")).LinkTarget);
        Assert.True(new FileInfo(At("real/y.ecs")).Length > 0);
        File.CreateSymbolicLink(At("p.ecs"), "q.ecs");
        File.CreateSymbolicLink(At("q.ecs"), "p.ecs");
        CommandRun ring = CommandRun.Of("encode", photograph, "-o", At("p.ecs"), "-m", Model.Path);
        Assert.Equal(1, ring.ExitCode);
        Assert.Contains("links lead to links without end", ring.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_OntoAPipeOrDevice_IsRefused()
    {
        string photograph = Photograph("a.png"), pipe = At("pipe.ecs");
        using (var made = System.Diagnostics.Process.Start("mkfifo", [pipe])) { made.WaitForExit(); }
        foreach (string output in (string[])[pipe, "/dev/null"])
        {
            CommandRun run = CommandRun.Of("encode", photograph, "-o", output, "-m", Model.Path);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains("is a device or a pipe", run.Error, StringComparison.Ordinal);
        }
        Assert.Equal(0, new FileInfo(pipe).Length);
    }

    [Fact]
    public void Segment_OfSeveral_OverwritesNothingThatNobodyNamed()
    {
        string[] photographs = [Photograph("scan-1.png"), Photograph("scan-2.png")];
        Assert.Equal(0, CommandRun.Of(["encode", .. photographs, "-o", At("scan.ecs"), "-m", Model.Path]).ExitCode);
        byte[] before = File.ReadAllBytes(photographs[1]);
        foreach (string verb in (string[])["segment", "decode"])
        {
            CommandRun run = CommandRun.Of(verb, At("scan.ecs"), "-o", At("scan.png"), "-m", Model.Path);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains("scan-1.png: is there already", run.Error, StringComparison.Ordinal);
        }
        Assert.Equal(before, File.ReadAllBytes(photographs[1]));
    }

    [Fact]
    public void Eval_TableOverTheIndex_IsRefused()
    {
        Directory.CreateDirectory(At("images"));
        Directory.CreateDirectory(At("masks"));
        File.Move(Photograph("a.png"), At("images/a.png"));
        File.Move(At("a_segmentation.png"), At("masks/a_segmentation.png"));
        foreach ((string line, string output, string expected) in new[]
        {
            ("a,val", "splits.csv", "would be overwritten"), ("a,val", "images/a.png", "would be overwritten"),
            ("a,val\na,train", "x.csv", "line 3 names a again"), ("\"a\",val", "x.csv", "line 2 has a quotation mark"), ("a,val\n  ", "x.csv", "line 3 has 1 cells"),
        })
        {
            File.WriteAllText(At("splits.csv"), "id,split\n" + line + "\n");
            CommandRun run = CommandRun.Of("eval", "-m", Model.Path, "--data", At(""), "--per-image", At(output));
            Assert.Equal(1, run.ExitCode);
            Assert.Contains(expected, run.Error, StringComparison.Ordinal);
            Assert.StartsWith("id,split", File.ReadAllText(At("splits.csv")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Encode_ToAnotherExtension_IsRefused() =>
        Fails("written as .ecs", At("b.png"), "encode", Photograph("a.png"), "-o", At("b.png"), "-m", Model.Path);

    [Fact]
    public void Encode_LayerChecksOfOneLayer_AreRefused() =>
        Fails("has one layer", At("b.ecs"), "encode", Photograph("a.png"), "-o", At("b.ecs"), "-m", Model.Path, "--layer-checks");

    [Fact]
    public void Phantom_MaskOfAnotherFormat_IsRefusedBeforeThePicture() =>
        Fails("written as .png", At("a.png"), "phantom", "-o", At("a.png"), "--mask", At("m.jpg"));

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

    [Theory]
    [InlineData("--limit")]
    [InlineData("--layers")]
    public void Eval_NumberThatIsNone_IsWrongUsage_InWords(string option)
    {
        CommandRun run = CommandRun.Of("eval", "-m", Model.Path, "--data", At(""), option, "x");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"Cannot parse argument 'x' for option '{option}' as whole number", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", run.Error, StringComparison.Ordinal);
    }

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
