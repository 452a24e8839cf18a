using EdgeCodec.Training.Commands;
using Xunit;

namespace EdgeCodec.Training.Tests;

/// <summary>Heads for finished models: another s on the same streams, and the baseline Auto/Seg.</summary>
public sealed class HeadRunTests : IDisposable
{
    private readonly SyntheticSet set = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("edgecodec-head-");

    private string Run(string name) => Path.Combine(folder.FullName, name);

    private static Recipe Tiny(string name) => TinyRecipe.Of(name) with { StartFrom = Recipe.Load(name).StartFrom };

    private void Train(Recipe recipe, string run, string? from = null, bool resume = false, int stopAfter = 0)
        => TrainCommand.Run(recipe, set.Folder, run, resume, from, null, Run("cache"), 1, stopAfter);

    private void TrainCoded(string name)
        => Train(TinyRecipe.Of("d2") with { Name = "isic2017", Seed = name.Length }, Run(name));

    [Fact]
    public void NewHead_LeavesEdgeAndDecoderAsTheyAre_AndSegmentsTheModelsStreams()
    {
        TrainCoded("coded");
        Train(Tiny("new-head"), Run("head"), Run("coded"));
        string before = Path.Combine(Run("coded"), "model"), after = Path.Combine(Run("head"), "model");
        Assert.Equal(File.ReadAllBytes(Path.Combine(before, "edge.ecm")), File.ReadAllBytes(Path.Combine(after, "edge.ecm")));
        Assert.Equal(File.ReadAllBytes(Path.Combine(before, "decoder.onnx")), File.ReadAllBytes(Path.Combine(after, "decoder.onnx")));
        // Its file beside the model's own head: one stream, two heads.
        File.Copy(Path.Combine(after, "heads", "lesion-small.onnx"), Path.Combine(before, "heads", "lesion-small.onnx"));
        ModelFolder model = ModelFolder.Open(before);
        Assert.Equal(["lesion", "lesion-small"], model.HeadNames);
        byte[] stream = new Encoder(model.Edge!).Encode(PixelView.Packed(new byte[64 * 64 * 3], SampleType.U8, 3, 64, 64));
        foreach (string head in model.HeadNames)
        {
            using Segmentor segmentor = Segmentor.Open(model, head);
            Assert.Equal(64 * 64, segmentor.Segment(stream).Labels.Length);
        }
    }

    [Fact]
    public void NewHead_StoppedAndResumed_GivesTheSameBytes_AndRefusesAnotherModel()
    {
        TrainCoded("coded");
        Train(Tiny("new-head"), Run("whole"), Run("coded"));
        Assert.ThrowsAny<OperationCanceledException>(() => Train(Tiny("new-head"), Run("parts"), Run("coded"), stopAfter: 1));
        TrainCoded("another");
        Assert.Contains(
            "its head is for the model", Assert.Throws<InvalidDataException>(() => Train(Tiny("new-head"), Run("parts"), Run("another"), resume: true)).Message,
            StringComparison.Ordinal);
        Train(Tiny("new-head"), Run("parts"), Run("coded"), resume: true);
        string file = Path.Combine("model", "heads", "lesion-small.onnx");
        Assert.Equal(File.ReadAllBytes(Path.Combine(Run("whole"), file)), File.ReadAllBytes(Path.Combine(Run("parts"), file)));
    }

    [Fact]
    public void AutoSeg_ReconstructsInThreeChannels_AndSegmentsThose()
    {
        Train(Tiny("auto") with { QuantisedEpochs = 1 }, Run("auto"));
        // Nothing is segmented yet, and the log says so.
        string[] log = File.ReadAllLines(Path.Combine(Run("auto"), "log.csv"));
        Assert.Equal("NaN", log[1].Split(',')[Array.IndexOf(log[0].Split(','), "heldout_dice")]);
        Train(Tiny("auto-seg"), Run("auto-seg"), Run("auto"));
        ModelFolder model = ModelFolder.Open(Path.Combine(Run("auto-seg"), "model"));
        byte[] stream = new Encoder(model.Edge!).Encode(PixelView.Packed(new byte[64 * 64 * 3], SampleType.U8, 3, 64, 64));
        using var decoder = new FeatureDecoder(model);
        using Segmentor segmentor = Segmentor.Open(model);
        FeatureMap map = decoder.Decode([StreamDecoder.Decode(stream, model.Edge!)])[0];
        Assert.Equal((3, 3 * 64 * 64), (map.Channels, map.Values.Length));
        Assert.Equal(64 * 64, segmentor.Segment(stream).Labels.Length);
    }

    [Fact]
    public void Head_OfAnotherModelThanTheRecipes_IsRefused()
    {
        TrainCoded("coded");
        Assert.Contains(
            "is model 'isic2017', recipe isic2017-auto-seg reads maps of 'isic2017-auto'",
            Assert.Throws<InvalidDataException>(() => Train(Tiny("auto-seg"), Run("x"), Run("coded"))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "its grid is ", Assert.Throws<InvalidDataException>(() => Train(Tiny("new-head") with { Grid = 32 }, Run("y"), Run("coded"))).Message,
            StringComparison.Ordinal);
        Assert.Contains("nonesuch", Assert.Throws<InvalidDataException>(() => Train(Tiny("new-head"), Run("z"), "nonesuch")).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        set.Dispose();
        folder.Delete(recursive: true);
    }
}
