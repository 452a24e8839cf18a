using EdgeCodec.Training.Import;
using EdgeCodec.Training.Losses;
using EdgeCodec.Training.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Designs;

/// <summary>C, g and s trained together: the stream holds only what segmentation needs.</summary>
internal sealed class CodedDesign : IDesign
{
    private readonly Recipe recipe;
    private readonly Precision precision = new();
    private readonly Compressor c;
    private readonly ContextNetwork context;
    private readonly ReconstructionNetwork g;
    private readonly SegmentationNetwork s;
    private readonly CompanionHead companion;
    private readonly Teacher? teacher;
    private readonly LayerDropout dropout;
    private readonly RateTerm rate;
    private bool warmUp, fromModel;

    /// <param name="recipe">The recipe.</param>
    /// <param name="start">What the recipe's encoder names: a file of ImageNet weights for s, unless plain is given, and for a C of their architecture; or the folder of a coded run or model; or null.</param>
    /// <param name="plain">Folder of an uncompressed run or model whose s to start and learn from, or null.</param>
    public CodedDesign(Recipe recipe, string? start, string? plain)
    {
        this.recipe = recipe;
        dropout = new LayerDropout(recipe.LayerChannels);
        int side = recipe.Grid / 16;
        c = new Compressor("c", recipe.LatentChannels, CompressorPlan.Named(recipe.Compressor));
        context = new ContextNetwork("context", recipe.LatentChannels, side, side, recipe.ContextModel == "causal");
        companion = new CompanionHead("companion", Compressor.FeatureChannels);
        g = new ReconstructionNetwork(precision, "g", recipe.LatentChannels);
        s = new SegmentationNetwork(precision, "s", 1);
        // After the others: they start from the same weights whatever the rate term learns.
        rate = new RateTerm(recipe, context);
        if (plain is not null)
        {
            s.StartFrom(SegmentationNetwork.Finished(plain));
            if (recipe.Taught) { teacher = new Teacher(plain, recipe.TeacherViews); }
        }
        if (start is not null && recipe.Encoder == "imagenet") { StartFromImageNet(SafeTensors.Read(start), plain is null); }
        if (start is not null && recipe.Encoder == "coded") { GoOnFrom(start); }
    }

    // C where its plan has the encoder's layers, and s where nothing else is told.
    private void StartFromImageNet(Dictionary<string, Tensor> weights, bool alsoSegmentor)
    {
        if (alsoSegmentor) { s.encoder.LoadPretrained(weights); }
        var pictures = new MobileNetEncoder(precision, "encoder", 3);
        pictures.LoadPretrained(weights);
        c.StartFrom(pictures);
    }

    // What the rate term learns beside the context model starts anew; after a model, so does what its files lack.
    private void GoOnFrom(string folder)
    {
        Compressor before = Checkpoint.Exists(folder) ? OfRun(folder) : OfModel(ModelFolderReader.Open(folder));
        c.Quantise();
        c.TakeFrom(before);
    }

    private Compressor OfRun(string run)
    {
        Recipe theirs = Checkpoint.RecipeOf(run);
        RequireLatent(run, theirs.Grid, theirs.Grid, theirs.LatentChannels);
        var before = new Compressor("c", theirs.LatentChannels, CompressorPlan.Named(theirs.Compressor));
        if (Checkpoint.EpochsOf(run) > theirs.Epochs - theirs.QuantisedEpochs) { before.Quantise(); }
        Checkpoint.LoadAverage(run, new Dictionary<string, nn.Module> { ["c"] = before, ["context"] = context, ["g"] = g, ["s"] = s, ["companion"] = companion });
        CloudConvolution.HaveStatistics([g, s]);
        before.Quantise();
        return before;
    }

    private Compressor OfModel(ModelFolder model)
    {
        EdgeModel edge = model.Edge ?? throw new InvalidDataException($"{model.Path}: is an uncompressed reference; a coded model is needed");
        RequireLatent(model.Path, edge.Grid.Width, edge.Grid.Height, edge.Latent.Channels);
        Compressor before = EdgeModelImport.Network(edge);
        EdgeModelImport.Context(edge, context);
        ModelFolderReader.Decoder(model, g);
        ModelFolderReader.Head(model, s);
        fromModel = true;
        return before;
    }

    // Contexts hold a number for each place of the latent.
    private void RequireLatent(string folder, int width, int height, int channels)
    {
        if (channels != recipe.LatentChannels) { throw new InvalidDataException($"{folder}: has {channels} latent channels, recipe {recipe.Name} {recipe.LatentChannels}"); }
        if (width == recipe.Grid && height == recipe.Grid) { return; }
        throw new InvalidDataException($"{folder}: its grid is {width}x{height}, that of recipe {recipe.Name} {recipe.Grid}x{recipe.Grid}");
    }

    // The auxiliary output and the companion head serve training only, and are not exported.
    public IReadOnlyList<Parameter> Missing => fromModel ? [.. companion.parameters(), .. g.AuxiliaryParameters] : [];

    public string Description
    {
        get
        {
            double edge = c.MultiplyAccumulates(recipe.Grid) / 1e6;
            double cloud = (g.MultiplyAccumulates(recipe.Grid) + recipe.Views * s.MultiplyAccumulates(recipe.Grid)) / 1e6;
            return $"C {c.ParameterCount} parameters, {edge:F1} M multiply-accumulates a picture, {100 * edge / cloud:F1} % of the {cloud:F0} M of g and s";
        }
    }

    public IReadOnlyDictionary<string, nn.Module> Networks
        => rate.With(new() { ["c"] = c, ["context"] = context, ["g"] = g, ["s"] = s, ["companion"] = companion });

    // The pretrained s rests until C and g have something to show it.
    public IReadOnlyList<ParameterGroup> Parameters
    {
        get
        {
            Parameter[] pretrained = [.. c.PretrainedLayers.SelectMany(layer => layer.parameters())];
            HashSet<IntPtr> apart = [.. pretrained.Select(p => p.Handle)];
            return
            [
                new([.. Networks.Where(n => n.Key != "s").SelectMany(n => n.Value.parameters()).Where(p => !apart.Contains(p.Handle))], Pretrained: false, Rests: false),
                new(s.parameters(), Pretrained: true, Rests: true),
                .. pretrained.Length == 0 ? (ParameterGroup[])[] : [new(pretrained, Pretrained: true, Rests: false)],
            ];
        }
    }

    public bool EnterEpoch(int epoch)
    {
        warmUp = epoch < recipe.WarmUpEpochs;
        if (epoch < recipe.Epochs - recipe.QuantisedEpochs || c.Quantised) { return false; }
        c.Quantise();
        return true;
    }

    // The teacher sees pictures as they are, C by another camera and with what lies around the skin drawn in. What it hides is
    // asked for by no loss, nor shown to D as the truth. All is drawn from the generator of torch, which is seeded each epoch,
    // so that a resumed run draws the same.
    public Lesson Prepare(Tensor pictures, Tensor masks)
    {
        (Tensor Answer, Tensor Features)? taught = teacher?.Look(pictures);
        Tensor targets = taught is null ? masks : masks * (1 - recipe.TeacherShare) + taught.Value.Answer * recipe.TeacherShare;
        if (recipe.OtherCamera > 0) { pictures = Data.OtherCamera.Apply(pictures, recipe.OtherCamera, Drawn()); }
        if (recipe.Surround > 0)
        {
            (pictures, Tensor visible) = Data.Surround.Apply(pictures, recipe.Surround, Drawn());
            (masks, targets) = (masks * visible, targets * visible);
        }
        if (recipe.Bars > 0)
        {
            (pictures, Tensor visible) = Data.LetterboxBars.Apply(pictures, recipe.Bars, Compressor.InputZero, Drawn());
            (masks, targets) = (masks * visible, targets * visible);
        }
        return new Lesson(pictures, masks, targets, taught?.Features);
    }

    private static Random Drawn() => new(randint(int.MaxValue, [1]).ToInt32());

    public StepLoss Loss(Lesson lesson, double progress)
    {
        precision.Type = ScalarType.BFloat16;
        (Tensor pictures, Tensor masks) = (lesson.Pictures, lesson.Targets);
        (Tensor bits, Tensor features) = c.WithFeatures(pictures);
        Tensor? sent = dropout.Layers == 1 ? null : dropout.Draw(pictures.shape[0]);
        (Tensor map, Tensor auxiliary) = g.WithAuxiliary(Precision.ChannelsLast(sent is null ? bits : bits * sent));
        Func<Tensor, Tensor, Tensor> loss = SegmentationLoss.Of(recipe);
        Tensor near = loss(auxiliary, masks);
        Tensor? logits = warmUp ? null : OneView(map);
        Tensor segmentation = logits is null ? near : loss(logits, masks);
        Tensor total = logits is null ? near : segmentation + recipe.AuxiliaryShare * near;
        if (recipe.CompanionShare > 0) { total += recipe.CompanionShare * companion.Loss(features, masks); }
        if (recipe.TeacherFeatures > 0) { total += recipe.TeacherFeatures * companion.HintLoss(features, lesson.Hints!); }
        (Tensor rateLoss, Tensor length) = rate.Of(bits, sent, progress);
        return new StepLoss(total + rateLoss, segmentation, length, logits);
    }

    // Any of the views that are averaged later, so that s knows them all.
    private Tensor OneView(Tensor map)
    {
        long[] axes = recipe.Views == 1 ? [] : SegmentorNetwork.Mirrors(recipe.Views)[randint(recipe.Views, [1]).ToInt32()];
        return axes.Length == 0 ? s.call(Precision.ChannelsLast(map)) : s.call(Precision.ChannelsLast(map.flip(axes))).flip(axes);
    }

    public int Layers => dropout.Layers;

    public bool Segments => true;

    public (Tensor Logits, Tensor Bits) Predict(Tensor pictures, int layers)
    {
        precision.Type = ScalarType.Float32;
        Tensor bits = c.call(pictures), sent = dropout.First(layers);
        Tensor length = (context.BitLengths(bits) * sent).sum([1L, 2L, 3L]);
        (Tensor map, Tensor auxiliary) = g.WithAuxiliary(bits * sent);
        return (warmUp ? auxiliary : s.Mean(map, recipe.Views), length);
    }

    /// <summary>Latents [N, C, H/16, W/16] of -1 and +1: as C computes them in fake int8, and as it would in float32.</summary>
    public (Tensor Quantised, Tensor Unrounded) Latents(Tensor pictures) => (c.call(pictures), c.UnroundedBits(pictures));

    /// <summary>Logits [N, 1, H, W] of s on the map that g makes of a latent, in float32.</summary>
    public Tensor Segment(Tensor latents)
    {
        precision.Type = ScalarType.Float32;
        return s.Mean(g.call(latents), recipe.Views);
    }

    public void Export(string folder) => Training.Export.ModelFolderWriter.Coded(folder, recipe, c, context, g, s);
}
