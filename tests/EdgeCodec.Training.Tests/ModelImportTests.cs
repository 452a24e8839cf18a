using EdgeCodec.Training.Commands;
using EdgeCodec.Training.Designs;
using EdgeCodec.Training.Export;
using EdgeCodec.Training.Import;
using EdgeCodec.Training.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Tests;

/// <summary>A finished model's files hold enough to learn on from: what is read back computes what was written.</summary>
public sealed class ModelImportTests : IDisposable
{
    private readonly SyntheticSet set = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("edgecodec-import-");

    private static readonly Recipe Plain = new() { Name = "isic2017-plain", Design = "plain", Grid = 64, Batch = 4, Epochs = 2 };

    private static readonly Recipe Coded = new()
    {
        Name = "tiny", Design = "coded", Grid = 64, Batch = 4, Epochs = 2, WarmUpEpochs = 1, QuantisedEpochs = 1, Rate = 0.1, LearningRate = 2e-3,
    };

    private string Run(string name) => Path.Combine(folder.FullName, name);

    private string Model(string run) => Path.Combine(Run(run), "model");

    private void Train(Recipe recipe, string run, string? from = null, string? encoder = null, bool resume = false, int stop = 0)
        => TrainCommand.Run(recipe, set.Folder, Run(run), resume, from, encoder, Run("cache"), 1, stop);

    [Theory]
    [InlineData("small")]
    [InlineData("mobile")]
    public void EdgeModel_ReadAndWrittenAgain_IsTheSame(string plan)
    {
        Train(Coded with { Compressor = plan }, "coded");
        byte[] before = File.ReadAllBytes(Path.Combine(Model("coded"), "edge.ecm"));
        EdgeModel model = EdgeModel.Parse(before);
        Compressor c = EdgeModelImport.Network(model);
        var context = new ContextNetwork("context", 4, 4, 4);
        EdgeModelImport.Context(model, context);
        EdgeModel again = EdgeModel.Parse(EdgeModelExport.Write(c, context, DesignGrid.Of(Coded), [4], "tiny", ""));
        Assert.Equal(model.Layers.Count, again.Layers.Count);
        foreach ((ConvLayer mine, ConvLayer other) in model.Layers.Zip(again.Layers))
        {
            Assert.Equal(mine.Weights.AsSpan(), other.Weights.AsSpan());
            Assert.Equal(mine.Bias.AsSpan(), other.Bias.AsSpan());
            // Factors pass through float32, which has 24 bits where the file has 31.
            Assert.Equal(Factors(mine), Factors(other), (a, b) => Math.Abs(a / b - 1) < 1e-6);
        }
        foreach ((ChannelContext mine, ChannelContext other) in model.Context.Channels.Zip(again.Context.Channels))
        {
            Assert.Equal(mine.Direct.AsSpan(), other.Direct.AsSpan());
            Assert.Equal(mine.HiddenWeight.AsSpan(), other.HiddenWeight.AsSpan());
            Assert.Equal(mine.OutputWeight.AsSpan(), other.OutputWeight.AsSpan());
            Assert.Equal(mine.Position, other.Position, (a, b) => Math.Abs(a - b) <= 1);
        }

        static double[] Factors(ConvLayer layer) => [.. layer.Multiplier.Zip(layer.Shift, (m, s) => Math.ScaleB(m, -s))];
    }

    [Fact]
    public void Segmentor_ReadBack_SaysWhatTheRunsDid_AlsoWithStatistics()
    {
        Train(Plain, "plain");
        using var _ = no_grad();
        SegmentationNetwork trained = SegmentationNetwork.Finished(Run("plain")), read = SegmentationNetwork.Finished(Model("plain"));
        Tensor x = rand(4, 3, 64, 64), expected = trained.call(x);
        // Weights are stored as float16.
        Assert.InRange((read.call(x) - expected).abs().max().item<float>(), 0, 0.05 * expected.abs().max().item<float>());

        Tensor before = read.call(x);
        CloudConvolution.FindStatistics([read], () => read.call(x));
        Assert.InRange((read.call(x) - before).abs().max().item<float>(), 0, 1e-3);
        // On the very pictures that the statistics came from, training normalises as evaluation does.
        read.train();
        foreach (nn.Module module in read.modules().Where(m => m is TorchSharp.Modules.Dropout2d)) { module.eval(); }
        Assert.InRange((read.call(x) - before).abs().max().item<float>(), 0, 2e-2);
        Assert.NotEqual(0, read.up8.norm!.running_mean!.abs().sum().item<float>());
    }

    [Fact]
    public void Export_OfAFinishedModel_HasItsWeights_AndOtherViews()
    {
        Train(Plain, "plain");
        ModelFolder model = ModelFolder.Open(Model("plain"));
        Recipe recipe = ModelFolderReader.Recipe(model);
        Assert.Equal(Plain.ToJson(), recipe.ToJson());

        Assert.Equal(0, ExportCommand.Again(recipe, model, Run("again"), "letterbox", 4));

        Assert.Equal((Plain with { Fit = "letterbox", Views = 4 }).ToJson(), ModelFolderReader.Recipe(ModelFolder.Open(Run("again"))).ToJson());
        using var _ = no_grad();
        SegmentationNetwork first = SegmentationNetwork.Finished(Model("plain")), again = SegmentationNetwork.Finished(Run("again"));
        Tensor x = rand(2, 3, 64, 64);
        Assert.InRange((again.call(x) - first.call(x)).abs().max().item<float>(), 0, 1e-4);
        Assert.True(File.Exists(Path.Combine(Run("again"), "log.csv")));
        byte[] flipped = new byte[64 * 64 * 3], pixels = new byte[64 * 64 * 3];
        new Random(2).NextBytes(pixels);
        for (int i = 0; i < 64 * 64; i++) { pixels.AsSpan(i * 3, 3).CopyTo(flipped.AsSpan((i / 64 * 64 + 63 - i % 64) * 3)); }
        using Segmentor segmentor = Segmentor.Open(ModelFolder.Open(Run("again")));
        byte[] Labels(byte[] p) => segmentor.SegmentImage(PixelView.Packed(p, SampleType.U8, 3, 64, 64)).Labels.ToArray();
        byte[] straight = Labels(pixels), mirrored = Labels(flipped);
        Assert.InRange(Enumerable.Range(0, 64 * 64).Count(i => straight[i] != mirrored[i / 64 * 64 + 63 - i % 64]), 0, 4);
    }

    [Fact]
    public void Train_OnFromModels_StartsWhereTheyWere_AndResumesByteForByte()
    {
        Train(Plain, "plain");
        Train(Coded, "coded");
        Recipe on = Coded with { Encoder = "coded", StartFrom = "isic2017-plain", TeacherShare = 0.5, QuantisedEpochs = 2 };
        // Hardly a step: the files that come out are those that went in, layer by layer.
        Train(on with { LearningRate = 1e-12 }, "still", Model("plain"), Model("coded"));
        byte[] before = File.ReadAllBytes(Path.Combine(Model("coded"), "edge.ecm")), after = File.ReadAllBytes(Path.Combine(Model("still"), "edge.ecm"));
        Assert.Equal(before.Length, after.Length);
        Assert.InRange(EdgeModel.Parse(before).Layers.Zip(EdgeModel.Parse(after).Layers).Sum(p => p.First.Weights.Zip(p.Second.Weights).Count(w => w.First != w.Second)), 0, 20);

        Train(on, "whole", Model("plain"), Model("coded"));
        Assert.ThrowsAny<OperationCanceledException>(() => Train(on, "parts", Model("plain"), Model("coded"), stop: 1));
        Train(on, "parts", Model("plain"), Model("coded"), resume: true);
        foreach (string file in new[] { "edge.ecm", "decoder.onnx", "heads/lesion.onnx" })
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(Model("whole"), file)), File.ReadAllBytes(Path.Combine(Model("parts"), file)));
        }
    }

    [Fact]
    public void Train_OnFromARunInFloat_StartsFromItsFoldedNetworks()
    {
        Recipe mobile = Coded with { Compressor = "mobile" };
        Assert.ThrowsAny<OperationCanceledException>(() => Train(mobile, "float", stop: 1));
        Train(mobile with { Encoder = "coded", QuantisedEpochs = 2, LearningRate = 1e-12 }, "on", encoder: Run("float"));

        var c = new Compressor("c", 4, CompressorPlan.Named("mobile"));
        c.load(Checkpoint.AveragedWeights(Run("float"), "c"));
        c.Quantise();
        EdgeModel expected = EdgeModel.Parse(EdgeModelExport.Write(c, new ContextNetwork("context", 4, 4, 4), DesignGrid.Of(Coded), [4], "tiny", ""));
        EdgeModel model = EdgeModel.Load(Path.Combine(Model("on"), "edge.ecm"));
        Assert.Equal(expected.Layers.Count, model.Layers.Count);
        Assert.InRange(expected.Layers.Zip(model.Layers).Sum(p => p.First.Weights.Zip(p.Second.Weights).Count(w => w.First != w.Second)), 0, 20);
        Assert.Contains(model.Layers, layer => layer.OutZero > 0);
        Assert.Contains("name their file with --encoder", Assert.Throws<InvalidDataException>(
            () => Train(mobile with { Encoder = "imagenet" }, "nothing")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_OfAPretrainedC_LearnInOneGroupEach()
    {
        IDesign design = DesignFactory.Create(Coded with { Compressor = "mobile" }, null, null);
        IReadOnlyList<ParameterGroup> groups = design.Parameters;
        Assert.Equal([(false, false), (true, true), (true, false)], groups.Select(g => (g.Pretrained, g.Rests)));
        Assert.Equal(design.Networks.Values.Sum(n => n.parameters().Count()), groups.Sum(g => g.Parameters.Count()));
        // 30 convolutions up to the tenth block, weight and bias each.
        Assert.Equal(60, groups[2].Parameters.Count());
    }

    [Fact]
    public void Train_OnFromARun_WithAModelAsTeacher_KeepsTheStatisticsOfTheRun()
    {
        Train(Plain, "plain");
        Recipe coded = Coded with { StartFrom = "isic2017-plain", TeacherShare = 0.5 };
        Train(coded, "coded", Model("plain"));
        IDesign design = DesignFactory.Create(coded with { Encoder = "coded", QuantisedEpochs = 2 }, Run("coded"), Model("plain"));
        // s was the model's first, which has none; it is the run's now, and looking for them would spoil it.
        CloudConvolution.FindStatistics(design.Networks.Values, () => Assert.Fail("statistics are looked for"));
    }

    [Fact]
    public void Train_OnFromWhatIsNoSuchModel_IsRefusedByName()
    {
        Train(Plain, "plain");
        Train(Coded, "coded");
        Recipe on = Coded with { Encoder = "coded", QuantisedEpochs = 2 };
        string Refused(Recipe recipe, string? from, string encoder)
            => Assert.ThrowsAny<Exception>(() => Train(recipe, "refused", from, encoder)).Message;
        Assert.Contains("is an uncompressed reference", Refused(on, null, Model("plain")), StringComparison.Ordinal);
        Assert.Contains("its grid is 64x64, that of recipe tiny 32x32", Refused(on with { Grid = 32 }, null, Model("coded")), StringComparison.Ordinal);
        Assert.Contains("its grid is 64x64, that of recipe tiny 32x32", Refused(on with { Grid = 32 }, null, Run("coded")), StringComparison.Ordinal);
        foreach (int channels in (int[])[2, 8])
        {
            Assert.Contains($"has 4 latent channels, recipe tiny {channels}", Refused(on with { LatentChannels = channels }, null, Model("coded")), StringComparison.Ordinal);
            Assert.Contains($"has 4 latent channels, recipe tiny {channels}", Refused(on with { LatentChannels = channels }, null, Run("coded")), StringComparison.Ordinal);
        }
        Assert.Contains("is no run with a checkpoint, and no model", Refused(on, null, Run("nowhere")), StringComparison.Ordinal);
        Assert.Contains("here they are 32x3x3x3", Refused(on with { StartFrom = "isic2017-plain" }, Model("coded"), Model("coded")), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(Model("coded"), "decoder.onnx"), "not protobuf");
        Assert.Contains("decoder.onnx", Refused(on, null, Model("coded")), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        set.Dispose();
        folder.Delete(recursive: true);
    }
}
