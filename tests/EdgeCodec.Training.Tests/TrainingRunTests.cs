using EdgeCodec.Training.Commands;
using EdgeCodec.Training.Data;
using TorchSharp;
using Xunit;

namespace EdgeCodec.Training.Tests;

/// <summary>Whole, tiny runs on drawn pictures.</summary>
public sealed class TrainingRunTests : IDisposable
{
    private readonly SyntheticSet set = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("edgecodec-run-");

    private static Recipe Coded(int epochs) => new()
    {
        Name = "tiny", Design = "coded", Grid = 64, Batch = 4, Epochs = epochs, WarmUpEpochs = 1, QuantisedEpochs = 1, Rate = 0.1, LearningRate = 2e-3,
    };

    private string Run(string name) => Path.Combine(folder.FullName, name);

    private void Train(Recipe recipe, string run, bool resume = false)
        => Assert.Equal(0, TrainCommand.Run(recipe, set.Folder, run, resume, null, null, Run("cache"), 1));

    [Fact]
    public void Train_Coded_ExportsAModelFolder_ThatEncodesAndSegments()
    {
        Train(Coded(3), Run("a"));
        string model = Path.Combine(Run("a"), "model");
        EdgeModel edge = EdgeModel.Load(Path.Combine(model, "edge.ecm"));
        Assert.Equal("tiny", edge.Name);
        Assert.True(File.Exists(Path.Combine(model, "decoder.onnx")));
        Assert.True(File.Exists(Path.Combine(model, "heads", "lesion.onnx")));
        Assert.Equal(4, File.ReadAllLines(Path.Combine(model, "log.csv")).Length);
        byte[] pixels = new byte[64 * 64 * 3];
        byte[] stream = new Encoder(edge).Encode(PixelView.Packed(pixels, SampleType.U8, 3, 64, 64));
        Assert.Equal(4, StreamDecoder.Decode(stream, edge).Latent.Channels);
    }

    [Fact]
    public void Verify_OfAFreshRun_FindsTheTrainedBitsInTheIntegers()
    {
        Train(Coded(3), Run("v"));
        VerifyCommand.Figures figures = VerifyCommand.Measure(Coded(3), Run("v"), LoadValidation());
        Assert.Equal(2 * 4 * 16, figures.Bits);
        Assert.InRange(figures.BitsDiffering, 0, 1);
        Assert.InRange(figures.DiceInt8, 0, 1);
    }

    private IReadOnlyList<Sample> LoadValidation()
    {
        SegmentationSet opened = SegmentationSet.Open(set.Folder);
        return opened.Load(opened.Split("val"), 64, Run("cache"));
    }

    [Fact]
    public void Train_StoppedAndResumed_GivesTheSameModelByteForByte()
    {
        Train(Coded(3), Run("whole"));
        // A run that stops after its first epoch leaves this checkpoint.
        Assert.ThrowsAny<OperationCanceledException>(() => TrainCommand.Run(
            Coded(3), set.Folder, Run("parts"), false, null, null, Run("cache"), 1, stopAfterEpoch: 1));
        Train(Coded(3), Run("parts"), resume: true);
        foreach (string file in (string[])["edge.ecm", "decoder.onnx", Path.Combine("heads", "lesion.onnx")])
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(Run("whole"), "model", file)), File.ReadAllBytes(Path.Combine(Run("parts"), "model", file)));
        }
    }

    [Fact]
    public void Resume_WithAnotherRecipe_IsRefused()
    {
        Train(Coded(2), Run("b"));
        var e = Assert.Throws<InvalidDataException>(() => Train(Coded(2) with { Rate = 0.2 }, Run("b"), resume: true));
        Assert.Contains("belongs to another recipe", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_IntoAFolderWithACheckpoint_IsRefused_AndResumeWithoutOneToo()
    {
        Train(Coded(2), Run("c"));
        Assert.Contains("add --resume", Assert.Throws<InvalidDataException>(() => Train(Coded(2), Run("c"))).Message, StringComparison.Ordinal);
        Assert.Contains("no checkpoint", Assert.Throws<InvalidDataException>(() => Train(Coded(2), Run("d"), resume: true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_LossThatIsNotANumber_StopsWithTheStep_AndKeepsTheCheckpoint()
    {
        Recipe diverging = Coded(3) with { Rate = 1e45 };
        var e = Assert.Throws<InvalidOperationException>(() => Train(diverging, Run("e")));
        Assert.Matches("epoch [123], step [0-9]+", e.Message);
    }

    public void Dispose()
    {
        set.Dispose();
        folder.Delete(recursive: true);
    }
}
