using EdgeCodec.Cli;
using EdgeCodec.Cli.Evaluation;
using EdgeCodec.PictureCodecs;
using EdgeCodec.Training.Commands;
using EdgeCodec.Training.Data;
using EdgeCodec.Training.Import;
using EdgeCodec.Training.Reproduce;
using EdgeCodec.Training.Robustness;
using Xunit;

namespace EdgeCodec.Training.Tests;

/// <summary>The report: its arithmetic, and a whole one from tiny models.</summary>
public sealed class ReproduceTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("edgecodec-report-");

    private string At(params string[] parts) => Path.Combine([folder.FullName, .. parts]);

    [Fact]
    public void Paired_OfAConstantDifference_HasNoSpread()
    {
        Bootstrap b = Bootstrap.Paired([0.5, 0.7, 0.9], [0.25, 0.45, 0.65]);
        Assert.Equal((0.25, 0.25, 0.25), (Math.Round(b.Mean, 9), Math.Round(b.Low, 9), Math.Round(b.High, 9)));
    }

    [Fact]
    public void Bootstrap_AsText_HasOneSignAFigure()
        => Assert.Matches(@"^\+0\.0100 \(-?0\.0000 to \+0\.0210\)$", new Bootstrap(0.01, -0.00001, 0.02096).ToString());

    [Fact]
    public void Paired_OfNormalDifferences_HasTheIntervalOfTheStandardError()
    {
        var random = new Random(4);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        double[] differences = [.. Enumerable.Range(0, 400).Select(_ => 0.01 + 0.1 * Normal())];
        Bootstrap b = Bootstrap.Paired(differences, new double[400]);
        double mean = differences.Average(), error = Math.Sqrt(differences.Average(d => (d - mean) * (d - mean)) / 400);
        Assert.Equal(mean, b.Mean, 12);
        Assert.InRange(b.Low, mean - 2.15 * error, mean - 1.8 * error);
        Assert.InRange(b.High, mean + 1.8 * error, mean + 2.15 * error);
        Assert.Throws<ArgumentException>(() => Bootstrap.Paired([1], [1, 2]));
    }

    [Fact]
    public void BytesAt_LiesBetweenPoints_ByTheLogarithm()
    {
        var curve = new RateCurve("codec", false, [new("a", 100, 0.6), new("b", 400, 0.8), new("c", 900, 0.75)]);
        Assert.Equal(200, curve.BytesAt(0.7)!.Value.Bytes, 6);
        // The smallest file has more than that: a smaller one might do.
        Assert.Equal((100.0, true), curve.BytesAt(0.5));
        Assert.Equal(400, curve.BytesAt(0.8)!.Value.Bytes, 6);
        Assert.False(curve.BytesAt(0.8)!.Value.AtMost);
        Assert.Null(curve.BytesAt(0.81));
    }

    [Fact]
    public void DiceOverSeeds_IsTheMeanOfEachPictures()
    {
        static Evaluated Of(params int[] shared) => new([.. shared.Select((s, i) => new PictureResult($"p{i}", Overlap.Of(s, 100, 100), 40, 1, 1, 8, 8))], 64);
        var row = new DesignRow("two seeds", "t", null, Of(90, 40), [Of(70, 50)], null);
        Assert.Equal([0.8, 0.45], row.DiceOverSeeds!.Select(v => Math.Round(v, 9)));
        Assert.Equal((0.6, 0.65), (Math.Round(row.Spread!.Value.Low, 9), Math.Round(row.Spread!.Value.High, 9)));
        Assert.Null((row with { Figures = null }).DiceOverSeeds);
    }

    [Fact]
    public void Run_OverTinyModels_WritesThePage_ItsPlotsAndPanels_AndNamesWhatIsNotThere()
    {
        using var set = new SyntheticSet();
        Train(set, Recipe.Load("plain"), "t-plain");
        Train(set, Recipe.Load("plain").WithSeed(2), "t-plain-seed2");
        Train(set, Recipe.Load("d2"), "t");
        Train(set, Recipe.Load("isic2017-scalable") with { LatentChannels = 2, Layers = [1, 1] }, "t-scalable");
        Train(set, Recipe.Load("codec-jpeg"), "t-codec-jpeg");

        IReadOnlyList<DataItem> items = DataFolder.List(set.Folder, "val", null);
        Assert.Equal(0, ReproduceCommand.Run("t", items, "val", At("models"), At("out"), At("pictures"), [.. CodecFamily.All.Where(f => f.Key == "jpeg")]));
        string page = File.ReadAllText(At("out", "README.md"));
        Assert.Contains("2 pictures", page, StringComparison.Ordinal);
        Assert.Matches(@"\| D2: C and S \| not in `models/`", page);
        Assert.Matches(@"\| the shipped model \(long schedule\) \| [0-9]+ \| 4 \| 0\.[0-9]{4} \|.* to [+-]0\.[0-9]{4}\) \|  \|", page);
        Assert.Matches(@"\| 2 \| [0-9.]+ \| [0-9.]+ \| 0\.[0-9]{4} \| 0\.[0-9]{4} \| [+-]0\.[0-9]{4} \|", page);
        Assert.Matches(@"\| plain: s, uncompressed; .* \| 0\.[0-9]{4} to 0\.[0-9]{4} \(2\) \|", page);
        Assert.Contains("| JPEG | plain | JPEG quality 1: ", page, StringComparison.Ordinal);
        Assert.Contains("| JPEG | retrained | JPEG quality 1: ", page, StringComparison.Ordinal);
        Assert.Contains("The model `t-auto-seg` is not there.", page, StringComparison.Ordinal);
        foreach (string file in (string[])["rate-accuracy.png", "training-dice.png", "training-loss.png", "panel-best.png", "panel-median.png", "panel-worst.png"])
        {
            Assert.Contains($"({file})", page, StringComparison.Ordinal);
            Assert.InRange(new FileInfo(At("out", file)).Length, 1000, 2_000_000);
        }
        // What is published holds no photograph; beside it lies what does.
        Assert.True(new FileInfo(At("pictures", "panel-best.png")).Length > new FileInfo(At("out", "panel-best.png")).Length);
    }

    [Fact]
    public void Run_WithoutAnyModel_SaysSo()
    {
        using var set = new SyntheticSet();
        IReadOnlyList<DataItem> items = DataFolder.List(set.Folder, "val", null);
        Assert.Contains("no such folder", Assert.Throws<InputException>(() => ReproduceCommand.Run("t", items, "val", At("none"), At("o"), At("p"), [])).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(At("models"));
        Assert.Contains("has no model of t", Assert.Throws<InputException>(() => ReproduceCommand.Run("t", items, "val", At("models"), At("o"), At("p"), [])).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("o")));
    }

    [Fact]
    public void Robustness_OfTinyModels_MeasuresBothUnderEveryDisturbance()
    {
        using var set = new SyntheticSet();
        Train(set, Recipe.Load("plain"), "t-plain");
        Train(set, Recipe.Load("d2"), "t");
        ModelFolder coded = ModelFolder.Open(At("models", "t")), plain = ModelFolder.Open(At("models", "t-plain"));
        IReadOnlyList<Sample> samples = RobustnessCommand.HeldOutSamples(coded, plain, set.Folder, At("cache"), 2);

        IReadOnlyList<RobustnessCommand.Row> rows = RobustnessCommand.Measure(coded, plain, samples);

        Assert.Equal(Disturbance.All.Select(d => d.Name), rows.Select(r => r.Disturbance));
        Assert.All(rows, row =>
        {
            Assert.Equal(samples.Select(s => s.Id), row.Coded.Select(r => r.Id));
            Assert.All(row.Coded, r => Assert.InRange(r.Bytes, 10, 200));
            Assert.All(row.Plain, r => Assert.Equal(3 * 64 * 64, r.Bytes));
        });
        // By their folders, two runs' models could not be told apart.
        Assert.Equal(("isic2017-d2", "isic2017-plain"), RobustnessCommand.Names(coded, plain));
        Assert.Equal((coded.Path, coded.Path), RobustnessCommand.Names(coded, coded));
        // Drawn by another seed, other pictures are held out; some of these the model has learned.
        Train(set, Recipe.Load("plain").WithSeed(2), "t-plain-seed2");
        Assert.Contains("other pictures were held out", Assert.Throws<InputException>(
            () => RobustnessCommand.HeldOutSamples(coded, ModelFolder.Open(At("models", "t-plain-seed2")), set.Folder, At("cache"), 2)).Message, StringComparison.Ordinal);
        ExportCommand.Again(ModelFolderReader.Recipe(plain), plain, At("models", "one-view"), null, 1);
        Assert.Contains("views is 1, that of ", Assert.Throws<InputException>(
            () => RobustnessCommand.HeldOutSamples(coded, ModelFolder.Open(At("models", "one-view")), set.Folder, At("cache"), 2)).Message, StringComparison.Ordinal);
    }

    private void Train(SyntheticSet set, Recipe recipe, string name)
    {
        TrainCommand.Run(TinyRecipe.Of(recipe), set.Folder, At("run-" + name), false, null, null, At("cache"), 1);
        Directory.CreateDirectory(At("models"));
        Directory.Move(At("run-" + name, "model"), At("models", name));
    }

    public void Dispose() => folder.Delete(recursive: true);
}
