using EdgeCodec.Cli;
using EdgeCodec.Training.Classification;
using EdgeCodec.Training.Commands;
using TorchSharp;
using Xunit;

namespace EdgeCodec.Training.Tests;

/// <summary>A class of whole pictures from archived streams.</summary>
public sealed class ClassificationTests : IDisposable
{
    private readonly SyntheticSet set = new(training: 30);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("edgecodec-classes-");

    private string At(params string[] parts) => Path.Combine([folder.FullName, .. parts]);

    [Fact]
    public void Auc_IsTheShareOfPairsInOrder_TiesCountingHalf()
    {
        Assert.Equal(1, Auc.Of([0.1f, 0.2f, 0.9f], [false, false, true]));
        Assert.Equal(0, Auc.Of([0.9f, 0.1f], [false, true]));
        // Pairs: (0.5, 0.5) a half, (0.5, 0.1) one, (0.3, 0.5) none, (0.3, 0.1) one.
        Assert.Equal(2.5 / 4, Auc.Of([0.5f, 0.3f, 0.5f, 0.1f], [true, true, false, false]), 12);
        Assert.Throws<ArgumentException>(() => Auc.Of([1f, 2f], [true, true]));
    }

    [Fact]
    public void Turned_PicturesOfABatch_EachHaveAnOrientationOfTheirOwn()
    {
        // In folds of the melanoma head a batch that was turned as one taught nothing that held in evaluation (AUC 0.38).
        torch.Tensor corners = torch.tensor(new float[] { 1, 2, 3, 4 }, [1, 1, 2, 2]).expand(64, 1, 2, 2);
        float[] turned = ClassifierTraining.Turned(corners, new Random(1)).data<float>().ToArray();
        string[] seen = [.. turned.Chunk(4).Select(c => string.Join(' ', c))];
        Assert.Equal(64, seen.Length);
        Assert.Equal(8, seen.Distinct().Count());
        Assert.All(seen, s => Assert.Equal("1 2 3 4", string.Join(' ', s.Split(' ').Order())));
    }

    [Fact]
    public void Assign_SpreadsEachClass_AndKeepsNearDuplicatesTogether()
    {
        string[] ids = [.. Enumerable.Range(0, 100).Select(i => $"P{i:D3}")];
        bool[] positive = [.. ids.Select((_, i) => i % 5 == 0)];
        string[] twins = [.. ids.Select((_, i) => i switch { 1 => "P002", 2 => "P003", 3 => "elsewhere", 40 => "P001", _ => "" })];
        int[] fold = Folds.Assign(ids, positive, twins, 5, 1);
        Assert.True(fold[1] == fold[2] && fold[2] == fold[3] && fold[3] == fold[40]);
        for (int f = 0; f < 5; f++)
        {
            Assert.InRange(Enumerable.Range(0, 100).Count(i => fold[i] == f && positive[i]), 3, 6);
            Assert.InRange(Enumerable.Range(0, 100).Count(i => fold[i] == f), 15, 25);
        }
        Assert.Equal(fold, Folds.Assign(ids, positive, twins, 5, 1));
    }

    [Fact]
    public void Run_FromStreams_GivesFolds_AndAHeadThatTheModelsStreamsAnswerTo()
    {
        TrainCommand.Run(
            TinyRecipe.Of("d2") with { Name = "isic2017" },
            set.Folder, At("coded"), false, null, null, At("cache"), 1);
        ModelFolder model = ModelFolder.Open(At("coded", "model"));
        // Every third picture is of the class.
        string index = Path.Combine(set.Folder, "splits.csv");
        string[] lines = File.ReadAllLines(index);
        File.WriteAllLines(index, lines.Select((line, i) => i == 0 ? line + ",melanoma" : $"{line},{(i % 3 == 0 ? "1.0" : "0.0")}"));
        Recipe recipe = Recipe.Load("melanoma") with { Grid = 64, Epochs = 1, Batch = 8 };
        Directory.CreateDirectory(At("streams"));
        int Run(bool resume = false) => ClassifierRun.Run(recipe, set.Folder, At("run"), At("coded"), At("streams"), resume, At("cache"), 1);
        Assert.Contains("has no stream of 30 of 30 pictures: P000", Assert.Throws<InputException>(() => Run()).Message, StringComparison.Ordinal);

        var encoder = new Encoder(model.Edge!);
        for (int i = 0; i < 30; i++)
        {
            byte[] pixels = [.. Enumerable.Range(0, 64 * 64 * 3).Select(j => (byte)(j * i))];
            File.WriteAllBytes(At("streams", $"P{i:D3}.ecs"), encoder.Encode(PixelView.Packed(pixels, SampleType.U8, 3, 64, 64)));
        }
        Assert.Equal(0, Run());
        string[] folds = File.ReadAllLines(At("run", "folds.csv"));
        Assert.Equal("fold,auc_streams,auc_photographs", folds[0]);
        Assert.Equal(6, folds.Length);

        File.Copy(At("run", "model", "heads", "melanoma.onnx"), At("coded", "model", "heads", "melanoma.onnx"));
        model = ModelFolder.Open(At("coded", "model"));
        Assert.Null(Classifier.TryOpen(model, "lesion"));
        using Classifier classifier = Classifier.TryOpen(model, "melanoma")!;
        Assert.Equal(["not melanoma", "melanoma"], classifier.Labels);
        IReadOnlyList<float> p = classifier.Classify(StreamDecoder.Decode(File.ReadAllBytes(At("streams", "P007.ecs")), model.Edge!));
        Assert.Equal(2, p.Count);
        Assert.Equal(1, p[0] + p[1], 5);
        Assert.Throws<CloudException>(() => Segmentor.Open(model, "melanoma"));

        Assert.Contains("keeps no checkpoint", Assert.Throws<InputException>(() => Run(resume: true)).Message, StringComparison.Ordinal);
        File.WriteAllLines(index, lines.Select((line, i) => i == 0 ? line + ",melanoma" : $"{line},maybe"));
        Assert.Contains("says 'maybe' of P000", Assert.Throws<InvalidDataException>(() => Run()).Message, StringComparison.Ordinal);
        File.WriteAllLines(index, lines.Select((line, i) => i == 0 ? line + ",melanoma" : $"{line},{(i is 3 or 9 ? 1 : 0)}"));
        Assert.Contains("2 of 30 pictures have a 1; too few of either class", Assert.Throws<InvalidDataException>(() => Run()).Message, StringComparison.Ordinal);
        File.WriteAllLines(index, lines);
        Assert.Contains("has no column 'melanoma'; it has id, split, near_duplicate_of", Assert.Throws<InvalidDataException>(() => Run()).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        set.Dispose();
        folder.Delete(recursive: true);
    }
}
