using EdgeCodec.Training.Commands;
using EdgeCodec.Training.Data;
using EdgeCodec.Training.Export;
using EdgeCodec.Training.Networks;
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
    public void Train_Scalable_DeclaresItsLayers_AndEveryLeadingGroupDecodes()
    {
        Train(Tiny("isic2017-scalable") with { Layers = [1, 1, 2], LatentChannels = 4 }, Run("s"));
        Assert.Equal(4, File.ReadAllLines(Path.Combine(Run("s"), "layers.csv")).Length);
        ModelFolder model = ModelFolder.Open(Path.Combine(Run("s"), "model"));
        Assert.Equal("1,1,2", string.Join(',', model.Edge!.Latent.LayerChannels));
        using var decoder = new FeatureDecoder(model);
        using Segmentor segmentor = Segmentor.Open(model);
        byte[] pixels = [.. Enumerable.Range(0, 64 * 64 * 3).Select(i => (byte)(i * 7))];
        List<int> lengths = [];
        for (int layers = 1; layers <= 3; layers++)
        {
            byte[] stream = new Encoder(model.Edge).Encode(PixelView.Packed(pixels, SampleType.U8, 3, 64, 64), new EncodeOptions { Layers = layers });
            DecodedUnit decoded = StreamDecoder.Decode(stream, model.Edge);
            Assert.Equal(model.Edge.Latent.ChannelsOf(layers), decoded.Latent.AvailableChannels);
            Assert.Equal(64 * 64, segmentor.Segment(decoder.Decode([decoded]), [decoded.Header])[0].Labels.Length);
            lengths.Add(stream.Length);
        }
        Assert.True(lengths[0] < lengths[1] && lengths[1] < lengths[2]);
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

    [Fact]
    public void Average_OfTwoRuns_IsTheMeanOfTheirWeights_AndIsExported()
    {
        Train(Coded(2), Run("a"));
        Train(Coded(2) with { Seed = 2 }, Run("b"));
        Assert.Equal(0, AverageCommand.Run(Coded(2) with { Name = "both" }, [Run("a"), Run("b")], Run("m")));

        Compressor[] c = [.. new[] { "a", "b", "m" }.Select(run =>
        {
            var network = new Compressor("c", 4, CompressorPlan.Named("small"));
            network.Quantise();
            Checkpoint.LoadAverage(Run(run), new Dictionary<string, torch.nn.Module> { ["c"] = network });
            return network;
        })];
        Assert.All(
            c[2].parameters().Select((p, i) => (Mean: p, A: c[0].parameters().ElementAt(i), B: c[1].parameters().ElementAt(i))),
            p => Assert.True(torch.allclose(p.Mean, (p.A + p.B) / 2, 1e-5, 1e-7) && (p.A.numel() < 100 || !torch.allclose(p.A, p.B, 1e-5, 1e-7))));
        byte[] edge = File.ReadAllBytes(Path.Combine(Run("m"), "model", "edge.ecm"));
        Assert.Equal("both", EdgeModel.Parse(edge).Name);
        Assert.Contains("recipe both, mean of 2 runs", System.Text.Encoding.Latin1.GetString(edge), StringComparison.Ordinal);
        Recipe noted = Checkpoint.RecipeOf(Run("m"));
        Assert.Equal(["tiny, seed 1", "tiny, seed 2"], noted.MeanOf);
        Assert.Contains("train those", Assert.Throws<InvalidDataException>(() => Train(noted, Run("n"))).Message, StringComparison.Ordinal);
        Assert.InRange(VerifyCommand.Measure(Checkpoint.RecipeOf(Run("m")), Run("m"), LoadValidation()).BitsDiffering, 0, 1);
    }

    [Fact]
    public void Average_OfOneRun_OfAnother_OrOfOneThatIsNotDone_IsRefused_AsIsResumingOne()
    {
        Train(Coded(2), Run("a"));
        Train(Coded(2) with { LatentChannels = 2 }, Run("two"));
        Assert.Throws<OperationCanceledException>(() => TrainCommand.Run(Coded(2), set.Folder, Run("half"), false, null, null, Run("cache"), 1, stopAfterEpoch: 1));
        string Refusal(params string[] runs) => Assert.Throws<InvalidDataException>(() => AverageCommand.Run(Coded(2), [.. runs.Select(Run)], Run("m"))).Message;

        Assert.Contains("--runs names 1", Refusal("a"), StringComparison.Ordinal);
        Assert.Contains("its latentChannels is 2, that of recipe tiny 4", Refusal("a", "two"), StringComparison.Ordinal);
        Assert.Contains("has done 1 of 2 epochs", Refusal("a", "half"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Run("m")));
        AverageCommand.Run(Coded(2), [Run("a"), Run("a")], Run("m"));
        Assert.Contains("already has a checkpoint", Refusal("a", "a"), StringComparison.Ordinal);
        Assert.Contains("belongs to another recipe", Assert.Throws<InvalidDataException>(() => Train(Coded(2), Run("m"), resume: true)).Message, StringComparison.Ordinal);
    }

    private IReadOnlyList<Sample> LoadValidation()
    {
        SegmentationSet opened = SegmentationSet.Open(set.Folder);
        return opened.Load(opened.Split("val"), DesignGrid.Of(Coded(3)), Run("cache"));
    }

    /// <summary>The recipe of this design, shortened for drawn pictures of 64 x 64.</summary>
    private static Recipe Tiny(string design)
    {
        Recipe recipe = TinyRecipe.Of(design);
        return recipe.Design == "plain" ? recipe : recipe with { Epochs = 3 };
    }

    [Theory]
    [InlineData("plain", 1)]
    [InlineData("d1", 1)]
    [InlineData("segan", 1)]
    [InlineData("d2", 1)]
    [InlineData("d4", 2)]
    [InlineData("paper-d4", 2)]
    [InlineData("isic2017-scalable", 1)]
    public void Train_StoppedAndResumed_GivesTheSameModelByteForByte(string design, int stopAfter)
    {
        Train(Tiny(design), Run("whole"));
        // A run that is stopped leaves this checkpoint; in d4 the discriminator has learned by then.
        Assert.ThrowsAny<OperationCanceledException>(() => TrainCommand.Run(
            Tiny(design), set.Folder, Run("parts"), false, null, null, Run("cache"), 1, stopAfterEpoch: stopAfter));
        // As if power was lost after the next epoch's line and before its checkpoint: that epoch is done again.
        string log = Path.Combine(Run("parts"), "log.csv");
        File.AppendAllText(log, File.ReadLines(log).Last().Replace($"{stopAfter},", $"{stopAfter + 1},", StringComparison.Ordinal) + "\n");
        Train(Tiny(design), Run("parts"), resume: true);
        string[] Dice(string run) => [.. File.ReadLines(Path.Combine(Run(run), "log.csv")).Select(line => line.Split(',')).Select(cells => $"{cells[0]}: {cells[4]}")];
        Assert.Equal(Dice("whole"), Dice("parts"));
        string model = Path.Combine(Run("whole"), "model");
        string[] files = [.. Directory.GetFiles(model, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(model, f)).Where(f => f != "log.csv")];
        Assert.Equal(Recipe.Load(design).Design == "plain" ? 2 : 4, files.Length);
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(Path.Combine(model, file)), File.ReadAllBytes(Path.Combine(Run("parts"), "model", file))));
    }

    [Fact]
    public void Train_WithATeacher_LearnsFromIt_AndResumesByteForByte()
    {
        Train(Tiny("plain"), Run("plain"));
        Recipe taught = Tiny("isic2017") with { StartFrom = "isic2017-plain", TeacherShare = 0.5, TeacherFeatures = 0.5, Mixing = 0.5 };
        void Go(Recipe recipe, string run, bool resume = false, int stopAfter = 0)
            => TrainCommand.Run(recipe, set.Folder, run, resume, Run("plain"), null, Run("cache"), 1, stopAfter);
        Go(taught, Run("whole"));
        Go(taught with { TeacherFeatures = 0 }, Run("untaught"));
        Assert.ThrowsAny<OperationCanceledException>(() => Go(taught, Run("parts"), stopAfter: 2));
        Go(taught, Run("parts"), resume: true);
        byte[] Edge(string run) => File.ReadAllBytes(Path.Combine(Run(run), "model", "edge.ecm"));
        Assert.Equal(Edge("whole"), Edge("parts"));
        Assert.NotEqual(Edge("whole"), Edge("untaught"));
        Assert.Contains("--from", Assert.Throws<InvalidDataException>(() => Train(taught, Run("f"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_Mixed_SeesOtherPictures()
    {
        Train(Tiny("plain"), Run("a"));
        Train(Tiny("plain") with { Mixing = 0.5 }, Run("b"));
        Assert.NotEqual(File.ReadAllText(Path.Combine(Run("a"), "log.csv")), File.ReadAllText(Path.Combine(Run("b"), "log.csv")));
    }

    [Fact]
    public void Train_PlainFromAFinishedRun_StartsWithItsWeights()
    {
        Train(Tiny("plain"), Run("plain"));
        Recipe on = Tiny("plain-on") with { Encoder = "plain", Epochs = 1, LearningRate = 1e-12 };
        TrainCommand.Run(on, set.Folder, Run("on"), false, null, Run("plain"), Run("cache"), 1);
        // A step of 1e-12 leaves the weights where they were; normalisation's running figures move on.
        float[] Head(string run) => Networks.SegmentationNetwork.Finished(Run(run)).head.Folded().Weight.data<float>().ToArray();
        Assert.Equal(Head("plain"), Head("on"), (x, y) => Math.Abs(x - y) < 1e-6);
        Assert.Contains("--encoder", Assert.Throws<InvalidDataException>(() => Train(on, Run("f"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain", "--encoder")]
    [InlineData("plain-on", "--encoder")]
    [InlineData("d4", "--from")]
    [InlineData("isic2017", "--from")]
    public void Train_WithoutWhatTheRecipeStartsFrom_IsRefused(string recipe, string option)
        => Assert.Contains(option, Assert.Throws<InvalidDataException>(() => Train(Recipe.Load(recipe), Run("f"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Train_DiscriminatorThatIsNotANumber_StopsWithTheStep_AndKeepsTheCheckpoint()
    {
        Recipe recipe = Tiny("d4");
        Assert.ThrowsAny<OperationCanceledException>(() => TrainCommand.Run(
            recipe, set.Folder, Run("g"), false, null, null, Run("cache"), 1, stopAfterEpoch: 2));
        var adversary = new Adversary(recipe);
        using (TorchSharp.torch.no_grad()) { adversary.Network.parameters().First().fill_(float.NaN); }
        adversary.Network.save(Path.Combine(Run("g"), "checkpoint", "d.dat"));
        var e = Assert.Throws<InvalidOperationException>(() => Train(recipe, Run("g"), resume: true));
        Assert.Contains("is NaN at epoch 3, step 1; the last good checkpoint is kept", e.Message, StringComparison.Ordinal);
        Assert.Equal(2, Checkpoint.ReadState(Run("g"), recipe).NextEpoch);
    }

    [Fact]
    public void Train_OnFromACodedRun_StartsWithItsWeights_AndResumesByteForByte()
    {
        Train(Coded(3), Run("first"));
        Recipe on = Coded(2) with { Encoder = "coded", QuantisedEpochs = 2, Surround = 1, RatePressure = "static" };
        Assert.Contains("name its folder with --encoder", Assert.Throws<InvalidDataException>(() => Train(on, Run("none"))).Message);
        void GoOn(Recipe recipe, string run, bool resume = false, int stop = 0)
            => TrainCommand.Run(recipe, set.Folder, run, resume, null, resume ? null : Run("first"), Run("cache"), 1, stop);
        // At so small a rate weights stay what they were; averaging them with themselves rounds some the other way.
        GoOn(on with { LearningRate = 1e-12 }, Run("still"));
        byte[] Edge(string run) => File.ReadAllBytes(Path.Combine(Run(run), "model", "edge.ecm"));
        Assert.InRange(Edge("first").Zip(Edge("still")).Count(pair => pair.First != pair.Second), 1, Edge("first").Length / 50);

        GoOn(on, Run("whole"));
        Assert.Throws<OperationCanceledException>(() => GoOn(on, Run("parts"), stop: 1));
        GoOn(on, Run("parts"), resume: true);
        foreach (string file in new[] { "edge.ecm", "decoder.onnx", "heads/lesion.onnx" })
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(Run("whole"), "model", file)), File.ReadAllBytes(Path.Combine(Run("parts"), "model", file)));
        }
        Assert.NotEqual(Edge("still"), Edge("whole"));

        // A segmentor of two views, and a C of other layers.
        Recipe two = on with { Views = 2 };
        GoOn(two, Run("two"));
        Assert.Throws<OperationCanceledException>(() => GoOn(two, Run("two parts"), stop: 1));
        GoOn(two, Run("two parts"), resume: true);
        Assert.Equal(Edge("two"), Edge("two parts"));
        Assert.Contains("is 'small', the recipe's 'mobile'", Assert.Throws<InvalidDataException>(() => GoOn(on with { Compressor = "mobile" }, Run("other"))).Message);
    }

    [Fact]
    public void Train_ABuiltInRecipeOnOwnData_SaysWhichRecipeFileWould_AndThatDoes()
    {
        string mine = Run("mine.json");
        void Write(string more) => File.WriteAllText(mine, $$"""{ "base": "plain", "name": "mine", "encoder": "random", "grid": 64, "batch": 4, "epochs": 1{{more}} }""");
        Write("");
        var e = Assert.Throws<InvalidDataException>(() => Train(Recipe.Load(mine), Run("m")));
        Assert.Contains("""{ "base": RECIPE, "name": "mine", "heldOutList": null }""", e.Message, StringComparison.Ordinal);
        Write(""", "heldOutList": null""");
        Train(Recipe.Load(mine), Run("m"));
        Assert.Equal(["lesion"], ModelFolder.Open(Path.Combine(Run("m"), "model")).HeadNames);
    }

    [Fact]
    public void Resume_WithAnotherRecipe_IsRefused()
    {
        Train(Coded(2), Run("b"));
        var e = Assert.Throws<InvalidDataException>(() => Train(Coded(2) with { Rate = 0.2 }, Run("b"), resume: true));
        Assert.Contains("belongs to another recipe of the name tiny; name that recipe, or another folder", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<InvalidDataException>(() => ExportCommand.Run(Coded(2) with { Name = "small" }, Run("b"), Run("model"), null, null, null));
        Assert.Contains("belongs to recipe tiny, not to small; name that recipe, or another folder", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_BeforeTheQuantisedEpochs_NamesTheRun()
    {
        Assert.Throws<OperationCanceledException>(() => TrainCommand.Run(Coded(3), set.Folder, Run("u"), false, null, null, Run("cache"), 1, stopAfterEpoch: 2));
        var e = Assert.Throws<InvalidDataException>(() => ExportCommand.Run(Coded(3), Run("u"), Run("model"), null, null, null));
        Assert.Contains($"{Run("u")}: has done 2 of 3 epochs", e.Message, StringComparison.Ordinal);
        Train(Coded(3), Run("u"), resume: true);
        ExportCommand.Run(Coded(3), Run("u"), Run("model"), null, null, null);
        Assert.Equal(File.ReadAllText(Path.Combine(Run("u"), "log.csv")), File.ReadAllText(Path.Combine(Run("model"), "log.csv")));
    }

    [Fact]
    public void Resume_WithOtherPictures_IsRefused_ButForACheckpointThatDoesNotSayWhich()
    {
        Assert.Throws<OperationCanceledException>(() => TrainCommand.Run(Coded(2), set.Folder, Run("p"), false, null, null, Run("cache"), 1, stopAfterEpoch: 1));
        string index = Path.Combine(set.Folder, "splits.csv"), before = File.ReadAllText(index);
        // With one less, others are drawn to be held out.
        File.WriteAllText(index, before.Replace("P017,train,\n", "", StringComparison.Ordinal));
        var e = Assert.Throws<InvalidDataException>(() => Train(Coded(2), Run("p"), resume: true));
        Assert.Contains("the data set's pictures changed since the run began", e.Message, StringComparison.Ordinal);

        string state = Path.Combine(Run("p"), "checkpoint", "state.json");
        string noted = File.ReadAllText(state);
        File.WriteAllText(state, noted[..noted.IndexOf(",\"Pictures\"", StringComparison.Ordinal)] + "}");
        Train(Coded(2), Run("p"), resume: true);
    }

    [Fact]
    public void Digest_OfTheSamePictures_IsAnotherWhenOneIsHeldOut_OrTheOrderIsAnother()
    {
        string[] all = [PictureLists.Digest(["a", "b"], ["c"]), PictureLists.Digest(["a"], ["b", "c"]), PictureLists.Digest(["b", "a"], ["c"])];
        Assert.Equal(3, all.Distinct().Count());
        Assert.Equal(all[0], PictureLists.Digest(["a", "b"], ["c"]));
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
