using System.Text.Json.Nodes;
using EdgeCodec.Bench.Codecs;
using EdgeCodec.PictureCodecs;
using EdgeCodec.Cli;
using EdgeCodec.Cli.Evaluation;
using EdgeCodec.Cli.Pictures;
using EdgeCodec.Cloud.Tests;
using Xunit;

namespace EdgeCodec.Bench.Tests;

/// <summary>The comparison on two drawn pictures, with networks that mark what is dark.</summary>
public sealed class CodecComparisonTests : IDisposable
{
    private const int Side = 64;
    private const string Grid = """{"fit":"stretch","channels":3,"depth":1,"height":64,"width":64,"minSource":1,"maxAspect16":0}""";

    private readonly TemporaryFolder folder = new();
    private readonly TestModel coded = TestModel.Whole(ThresholdModel.PictureGrid() with { Size = new Size3(1, Side, Side), Fit = GridFit.Stretch });

    public CodecComparisonTests()
    {
        folder.Write("plain/heads/lesion.onnx", TestNetworks.ImageHead(new Size3(1, Side, Side), Grid));
        // Not multiples of the grid: label maps come back at source geometry all the same.
        Add("a", new Disc(100, 90));
        Add("b", new Disc(130, 100, shift: 0.1));
    }

    [Fact]
    public void Uncompressed_IsWhatTheReferenceMakesOfThePhotograph()
    {
        using CodecComparison comparison = Run(null);
        using Segmentor reference = Segmentor.Open(Plain);
        List<Overlap> expected = [];
        foreach (DataItem item in Items)
        {
            Picture truth = PictureReader.ReadMask(item.MaskPath);
            LabelMap labels = reference.SegmentImage(PictureReader.Read(item.ImagePath, 3).View);
            expected.Add(Overlap.Of(labels.Labels.Span, truth.Samples, 1));
        }
        Candidate uncompressed = comparison.Results[0];
        Assert.Equal("uncompressed", uncompressed.Name);
        Assert.Equal(expected.Average(o => o.Dice), uncompressed.Dice, 12);
        Assert.Equal(Overlap.Pool(expected).Dice, uncompressed.DicePooled, 12);
        Assert.Equal(Side * Side * 3, uncompressed.BytesMax);
        Assert.InRange(uncompressed.Dice, 0.9, 1);
    }

    [Fact]
    public void Results_EveryCodecAndTheModel_SawEveryPicture()
    {
        using CodecComparison comparison = Run(coded.Open());
        Assert.Equal(CodecComparison.Peers.Count + 1, comparison.Results.Count);
        Assert.All(comparison.Results, c => Assert.Equal(2, c.Pictures));
        Assert.Equal(comparison.Results.Count, comparison.Results.Select(c => c.Name).Distinct().Count());
    }

    [Fact]
    public void WhatIsSegmented_IsWhatTheCodecGaveBack()
    {
        using CodecComparison comparison = Run(null, new NoCodec(), new Negative());
        Candidate negative = comparison.Results[1];
        // Dark and bright change places: nothing of the lesion is found.
        Assert.InRange(negative.Dice, 0, 0.05);
        Assert.Equal(1, negative.ShareBelowHalf);
        Assert.Equal(0, comparison.Results[0].ShareBelowHalf);
        Assert.Equal(5, negative.BytesMean);
    }

    [Fact]
    public void CodedModel_CountsTheWholeFile()
    {
        using CodecComparison comparison = Run(coded.Open());
        var encoder = new Encoder(coded.Edge);
        int[] bytes = [.. Items.Select(i => encoder.Encode(PictureReader.Read(i.ImagePath, 3).View).Length)];
        Candidate own = comparison.Results[^1];
        Assert.Equal(bytes.Average(), own.BytesMean, 12);
        Assert.Equal(bytes.Max(), own.BytesMax);
        Assert.InRange(own.Dice, 0.9, 1);
    }

    [Fact]
    public void Json_HasTheFiguresOfEachWay()
    {
        using CodecComparison comparison = Run(null);
        JsonObject json = Report.Json(comparison, "val");
        Assert.Equal("val", (string?)json["split"]);
        Assert.Equal(2, (int?)json["images"]);
        JsonObject uncompressed = json["codecs"]!.AsArray()[0]!.AsObject();
        Assert.Equal(24, (double?)uncompressed["bpp"]);
        Assert.Equal(
            ["name", "bytes_mean", "bytes_max", "bpp", "dice", "iou", "dice_pooled", "share_below_half"],
            uncompressed.Select(p => p.Key));
        Assert.Contains("| JPEG quality 10 |", Report.Table(comparison));
    }

    [Fact]
    public void ModelThatReadsFeatureMaps_IsNoReference()
    {
        var error = Assert.Throws<InputException>(() => new CodecComparison(coded.Open(), null, "cpu", CodecComparison.Peers));
        Assert.Contains("no uncompressed reference", error.Message);
    }

    public void Dispose()
    {
        coded.Dispose();
        folder.Dispose();
    }

    private ModelFolder Plain => ModelFolder.Open(Path.Combine(folder.Path, "plain"));

    private IReadOnlyList<DataItem> Items => DataFolder.List(folder.Path, null, null);

    private CodecComparison Run(ModelFolder? model, params IReadOnlyList<IPictureCodec> codecs)
    {
        var comparison = new CodecComparison(Plain, model, "cpu", codecs.Count == 0 ? CodecComparison.Peers : codecs);
        foreach (DataItem item in Items) { comparison.Run(item); }
        return comparison;
    }

    private void Add(string id, Disc disc)
    {
        byte[] pixels = [.. disc.Mask.SelectMany(m => (byte[])(m == 1 ? [40, 30, 20] : [220, 200, 190]))];
        folder.Write($"images/{id}.png", PictureWriter.Png(pixels, disc.Width, disc.Height, 3));
        folder.Write($"masks/{id}_segmentation.png", PictureWriter.Png([.. disc.Mask.Select(m => (byte)(m * 255))], disc.Width, disc.Height, 1));
    }

    /// <summary>Gives back the negative of the last picture it was given.</summary>
    private sealed class Negative : IPictureCodec
    {
        private byte[] last = [];

        public string Name => "negative";

        public byte[] Encode(byte[] picture, int width, int height)
        {
            last = picture;
            return new byte[5];
        }

        public byte[] Decode(byte[] file, int width, int height) => [.. last.Select(v => (byte)(255 - v))];
    }
}
