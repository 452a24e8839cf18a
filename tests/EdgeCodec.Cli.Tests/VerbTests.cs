using System.Text.Json.Nodes;
using NetVips;
using Xunit;

namespace EdgeCodec.Cli.Tests;

public sealed class VerbTests : CliFixture
{
    [Theory]
    [InlineData]
    [InlineData("nonesuch")]
    [InlineData("encode")]
    [InlineData("encode", "a.png", "-o")]
    [InlineData("eval", "--model", "x", "--data", "y", "--limit", "three")]
    public void WrongUsage_ExitsWithTwo_AndOneLine(params string[] args)
    {
        CommandRun run = CommandRun.Of(args);
        Assert.Equal(2, run.ExitCode);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("encode")]
    [InlineData("trim")]
    [InlineData("segment")]
    [InlineData("decode")]
    [InlineData("info")]
    [InlineData("eval")]
    [InlineData("phantom")]
    [InlineData("convert")]
    public void Help_OfEachVerb_NamesTheCommandAndItsOptions(string verb)
    {
        CommandRun run = CommandRun.Of(verb, "--help");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"edgecodec {verb}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_WritesWhatTheLibraryWrites()
    {
        string photograph = Photograph("a.png");
        Assert.Equal(0, CommandRun.Of("encode", photograph, "-o", At("a.ecs"), "-m", Model.Path).ExitCode);
        using Image image = Image.NewFromFile(photograph);
        byte[] expected = new Encoder(Model.Edge).Encode(PixelView.Packed(image.WriteToMemory<byte>(), SampleType.U8, 3, 96, 72));
        Assert.Equal(expected, File.ReadAllBytes(At("a.ecs")));
    }

    [Fact]
    public void Encode_ExifOrientation_IsHonoured()
    {
        string upright = Photograph("a.png");
        using Image image = Image.NewFromFile(upright);
        using Image turned = image.Rot270();
        // Orientation 6: the camera was held so that the stored picture has to be turned a quarter clockwise.
        using Image tagged = turned.Mutate(m => m.Set(GValue.GIntType, "orientation", 6));
        tagged.Tiffsave(At("b.tif"));
        Assert.Equal(0, CommandRun.Of("encode", upright, "-o", At("a.ecs"), "-m", Model.Path).ExitCode);
        Assert.Equal(0, CommandRun.Of("encode", At("b.tif"), "-o", At("b.ecs"), "-m", Model.Path).ExitCode);
        Assert.Equal(File.ReadAllBytes(At("a.ecs")), File.ReadAllBytes(At("b.ecs")));
    }

    [Fact]
    public void Info_OfAStream_AddsUpToTheFile()
    {
        string stream = Stream();
        JsonObject info = CommandRun.Of("info", stream, "--json").Json;
        long file = new FileInfo(stream).Length;
        Assert.Equal(file, (long)info["file_bytes"]!);
        Assert.Equal(file, (long)info["header_bytes"]! + (long)info["payload_bytes"]! + (long)info["check_bytes"]!);
        Assert.Equal((96, 72), ((int)info["width"]!, (int)info["height"]!));
    }

    [Fact]
    public void Info_OfAModelFolder_HasItsIdentityAndHeads()
    {
        JsonObject info = CommandRun.Of("info", Model.Path, "--json").Json;
        Assert.Equal(Model.Edge.IdentityHex, (string?)info["identity"]);
        Assert.Equal("lesion", (string?)info["heads"]![0]!["name"]);
        Assert.Equal(64 * 48 * 3, (long)info["multiply_accumulates"]!);
    }

    [Fact]
    public void Decode_WritesTheMapAtGridSize()
    {
        Assert.Equal(0, CommandRun.Of("decode", Stream(), "-o", At("map.png"), "-m", Model.Path).ExitCode);
        using Image map = Image.NewFromFile(At("map.png"));
        Assert.Equal((64, 48, 1), (map.Width, map.Height, map.Bands));
        Assert.Equal((255, 0), (map.Getpoint(5, 5)[0], map.Getpoint(60, 45)[0]));
    }

    [Fact]
    public void Phantom_SameSeed_SameBytes_AndItsMaskIsALesion()
    {
        foreach (string name in (string[])["a", "b"])
        {
            Assert.Equal(0, CommandRun.Of("phantom", "-o", At(name + ".ppm"), "--mask", At(name + ".png"), "--size", "128", "--seed", "4").ExitCode);
        }
        Assert.Equal(File.ReadAllBytes(At("a.ppm")), File.ReadAllBytes(At("b.ppm")));
        using Image mask = Image.NewFromFile(At("a.png"));
        Assert.InRange(mask.Avg() / 255, 0.03, 0.5);
        CommandRun small = CommandRun.Of("phantom", "-o", At("c.ppm"), "--size", "9");
        Assert.Equal((2, false), (small.ExitCode, File.Exists(At("c.ppm"))));
        Assert.Contains("--size 9", small.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Convert_ToPpm_KeepsThePixels()
    {
        string photograph = Photograph("a.png");
        Assert.Equal(0, CommandRun.Of("convert", photograph, "-o", At("a.ppm")).ExitCode);
        Assert.Equal(0, CommandRun.Of("convert", At("a.ppm"), "-o", At("b.png")).ExitCode);
        using Image there = Image.NewFromFile(photograph), back = Image.NewFromFile(At("b.png"));
        Assert.Equal(there.WriteToMemory<byte>(), back.WriteToMemory<byte>());
        Fails("written as .png, .ppm", At("a.gif"), "convert", photograph, "-o", At("a.gif"));
    }

    [Fact]
    public void Eval_OverASet_HasEveryField_AndMeansOfThePictures()
    {
        string set = DataSet();
        CommandRun run = CommandRun.Of("eval", "-m", Model.Path, "--data", set, "--split", "val", "--json", "--per-image", At("each.csv"));
        Assert.Equal(0, run.ExitCode);
        JsonObject json = run.Json;
        string[] fields = ["images", "dice", "iou", "dice_pooled", "iou_pooled", "share_below_half", "bpp", "bytes_mean", "bytes_max", "encode_ms_median", "segment_ms_median"];
        Assert.All(fields, field => Assert.NotNull(json[field]));
        Assert.Equal(2, (int)json["images"]!);
        string[][] rows = [.. File.ReadAllLines(At("each.csv")).Skip(1).Select(line => line.Split(','))];
        Assert.Equal(rows.Average(row => double.Parse(row[1], System.Globalization.CultureInfo.InvariantCulture)), (double)json["dice"]!, 4);
        double bytes = rows.Average(row => double.Parse(row[3], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(bytes * 8 / (64 * 48), (double)json["bpp"]!, 4);
        Assert.Equal(1, (int)CommandRun.Of("eval", "-m", Model.Path, "--data", set, "--limit", "1", "--json").Json["images"]!);
    }

    [Fact]
    public void Eval_FaultySet_IsNamed()
    {
        string set = DataSet();
        Fails("no split 'test'", At("x.csv"), "eval", "-m", Model.Path, "--data", set, "--split", "test", "--per-image", At("x.csv"));
        File.Delete(Path.Combine(set, "masks", "b_segmentation.png"));
        Fails("has no b_segmentation.png", At("x.csv"), "eval", "-m", Model.Path, "--data", set, "--per-image", At("x.csv"));
        Fails("has no folder images/", At("x.csv"), "eval", "-m", Model.Path, "--data", At("nowhere"), "--per-image", At("x.csv"));
    }

    private string DataSet()
    {
        string set = At("set");
        Directory.CreateDirectory(Path.Combine(set, "images"));
        Directory.CreateDirectory(Path.Combine(set, "masks"));
        foreach ((string id, int width) in (ReadOnlySpan<(string, int)>)[("a", 64), ("b", 96), ("c", 120)])
        {
            File.Move(Photograph(id + ".png", width, 80), Path.Combine(set, "images", id + ".png"));
            File.Move(At(id + "_segmentation.png"), Path.Combine(set, "masks", id + "_segmentation.png"));
        }
        File.WriteAllText(Path.Combine(set, "splits.csv"), "id,split,note\r\na,val,\r\nb,val,\r\nc,train,\r\n");
        return set;
    }
}
