using EdgeCodec.Training.Losses;
using EdgeCodec.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EdgeCodec.Training.Designs;

/// <summary>
/// The first half of the baseline Auto/Seg: the same C and latent as the coded designs, and a g that reconstructs the
/// photograph, trained by mean square error. A head on its reconstructions is the second half.
/// </summary>
internal sealed class AutoEncoderDesign : IDesign
{
    private readonly Recipe recipe;
    private readonly Precision precision = new();
    private readonly Compressor c;
    private readonly ContextNetwork context;
    private readonly ReconstructionNetwork g;
    private readonly RateTerm rate;

    public AutoEncoderDesign(Recipe recipe)
    {
        this.recipe = recipe;
        c = new Compressor("c", recipe.LatentChannels, CompressorPlan.Named(recipe.Compressor));
        context = new ContextNetwork("context", recipe.LatentChannels, recipe.Grid / 16, recipe.Grid / 16, recipe.ContextModel == "causal");
        g = new ReconstructionNetwork(precision, "g", recipe.LatentChannels, mapChannels: 3);
        rate = new RateTerm(recipe, context);
    }

    public string Description => $"C {c.ParameterCount} parameters, reconstructs the photograph";

    public IReadOnlyDictionary<string, nn.Module> Networks => rate.With(new() { ["c"] = c, ["context"] = context, ["g"] = g });

    public IReadOnlyList<ParameterGroup> Parameters => [new([.. Networks.Values.SelectMany(n => n.parameters())], Pretrained: false, Rests: false)];

    public bool EnterEpoch(int epoch)
    {
        if (epoch < recipe.Epochs - recipe.QuantisedEpochs || c.Quantised) { return false; }
        c.Quantise();
        return true;
    }

    public StepLoss Loss(Lesson lesson, double progress)
    {
        Tensor pictures = lesson.Pictures;
        precision.Type = ScalarType.BFloat16;
        Tensor bits = c.call(pictures);
        Tensor distortion = functional.mse_loss(g.call(Precision.ChannelsLast(bits)), pictures / 255);
        (Tensor rateLoss, Tensor length) = rate.Of(bits, null, progress);
        return new StepLoss(distortion + rateLoss, distortion, length, null);
    }

    public bool Segments => false;

    public int Layers => 1;

    public (Tensor Logits, Tensor Bits) Predict(Tensor pictures, int layers)
    {
        precision.Type = ScalarType.Float32;
        return (zeros(pictures.shape[0], 1, pictures.shape[2], pictures.shape[3]), context.CodeLength(c.call(pictures)));
    }

    public void Export(string folder) => Training.Export.ModelFolderWriter.AutoEncoder(folder, recipe, c, context, g);
}
