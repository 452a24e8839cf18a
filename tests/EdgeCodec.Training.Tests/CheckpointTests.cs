using EdgeCodec.Training.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Tests;

public sealed class CheckpointTests : IDisposable
{
    private readonly DirectoryInfo run = Directory.CreateTempSubdirectory("edgecodec-checkpoint-");
    private readonly Recipe recipe = new() { Name = "test", Design = "plain", LabelFeatures = 1 };

    private TrainingState Make()
    {
        var c = new Compressor("c", 2, CompressorPlan.Named("small"));
        var networks = new Dictionary<string, nn.Module> { ["c"] = c };
        return new TrainingState(networks, new WeightAverage(networks, 0.9), optim.AdamW(c.parameters(), 1e-3), new Adversary(recipe));
    }

    private void Save(TrainingState state, int epoch, Func<string, Stream>? create = null)
        => Checkpoint.Save(run.FullName, new Checkpoint.State(epoch, 0, recipe.ToJson()), state, create);

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData(700_000)]
    [InlineData(3_000_000)]
    public void Save_DiskFull_SaysSo_AndKeepsTheCheckpointBefore(long room)
    {
        TrainingState state = Make();
        Save(state, 1);
        Dictionary<string, byte[]> before = Contents();
        Assert.True(before.Values.Sum(v => v.LongLength) > room);
        foreach (var parameter in state.Adversary!.Network.parameters()) { using var _ = no_grad(); parameter.add_(1); }
        var disk = new FullDisk(room);
        var e = Assert.Throws<IOException>(() => Save(state, 2, disk.Create));
        Assert.Contains("No space left on device", e.Message, StringComparison.Ordinal);
        Assert.Contains("the checkpoint before it is kept", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, Contents());
        Assert.Equal(1, Checkpoint.ReadState(run.FullName, recipe).NextEpoch);
        Save(state, 2);
        Assert.Equal(2, Checkpoint.ReadState(run.FullName, recipe).NextEpoch);
    }

    [Fact]
    public void Load_BringsBackTheDiscriminatorToo()
    {
        TrainingState state = Make(), other = Make();
        Save(state, 1);
        Checkpoint.Load(run.FullName, Checkpoint.ReadState(run.FullName, recipe), other);
        Assert.All(
            state.Adversary!.Network.parameters().Zip(other.Adversary!.Network.parameters()),
            pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));
    }

    [Fact]
    public void ReadState_RecipeWrittenBeforeASettingWasThere_IsTheSameRecipe()
    {
        Save(Make(), 1);
        string path = Path.Combine(run.FullName, "checkpoint", "state.json");
        string text = File.ReadAllText(path);
        int start = text.IndexOf("\\u0022rateTerm", StringComparison.Ordinal);
        File.WriteAllText(path, text.Remove(start, text.IndexOf(',', start) + 1 - start));
        Assert.Equal(1, Checkpoint.ReadState(run.FullName, recipe).NextEpoch);
    }

    [Fact]
    public void ReadState_CrashBetweenTheTwoRenames_FindsTheOldOne_AndTheNextSaveKeepsIt()
    {
        TrainingState state = Make();
        Save(state, 1);
        Directory.Move(Path.Combine(run.FullName, "checkpoint"), Path.Combine(run.FullName, "checkpoint.old"));
        Assert.Equal(1, Checkpoint.ReadState(run.FullName, recipe).NextEpoch);
        Assert.Throws<IOException>(() => Save(state, 2, new FullDisk(10).Create));
        Assert.Equal(1, Checkpoint.ReadState(run.FullName, recipe).NextEpoch);
        Save(state, 2);
        Assert.Equal(2, Checkpoint.ReadState(run.FullName, recipe).NextEpoch);
    }

    private Dictionary<string, byte[]> Contents() => Directory.GetFiles(run.FullName, "*", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetRelativePath(run.FullName, path), File.ReadAllBytes);

    public void Dispose() => run.Delete(recursive: true);
}
