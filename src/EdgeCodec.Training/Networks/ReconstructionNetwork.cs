using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EdgeCodec.Training.Networks;

/// <summary>
/// The feature reconstruction layers g: latent [N, C, H/16, W/16] of -1 and +1 (0 where a channel was not sent) to
/// one single-channel map [N, 1, H, W] in 0..1 at grid resolution, the input of any segmentor. Not the picture; only the
/// auto-encoder, a baseline, has three channels and makes it the picture.
/// </summary>
internal sealed class ReconstructionNetwork : Module<Tensor, Tensor>
{
    internal readonly CloudConvolution[] layers;
    private readonly ModuleList<CloudConvolution> registered;
    private readonly CloudConvolution auxiliary;

    public ReconstructionNetwork(Precision precision, string name, int latentChannels, int mapChannels = 1)
        : base(name)
    {
        layers =
        [
            new CloudConvolution(precision, "latent", latentChannels, 96),
            new CloudConvolution(precision, "mix", 96, 96),
            new CloudConvolution(precision, "up8", 96, 64),
            new CloudConvolution(precision, "up4", 64, 32),
            new CloudConvolution(precision, "up2", 32, 16),
            new CloudConvolution(precision, "map", 16, 4 * mapChannels, activation: Activation.None, normalise: false),
        ];
        registered = [.. layers];
        auxiliary = new CloudConvolution(precision, "auxiliary", 16, 4, activation: Activation.None, normalise: false);
        RegisterComponents();
    }

    /// <summary>Of the auxiliary output alone.</summary>
    public IEnumerable<Parameter> AuxiliaryParameters => auxiliary.parameters();

    /// <summary>Layers 2 to 4 work on an input enlarged twice.</summary>
    public static bool EnlargesBefore(int layer) => layer is >= 2 and <= 4;

    public override Tensor forward(Tensor x) => Map(Features(x));

    /// <summary>
    /// The map, and logits read off the same features. The logits serve training only: they give C and g a short way
    /// to the labels while s is not yet of use to them.
    /// </summary>
    public (Tensor Map, Tensor Auxiliary) WithAuxiliary(Tensor x)
    {
        Tensor features = Features(x);
        return (Map(features), functional.pixel_shuffle(auxiliary.call(features), 2).to(ScalarType.Float32));
    }

    private Tensor Features(Tensor x)
    {
        for (int i = 0; i < layers.Length - 1; i++)
        {
            if (EnlargesBefore(i)) { x = functional.interpolate(x, scale_factor: [2, 2], mode: InterpolationMode.Nearest); }
            x = layers[i].call(x);
        }
        return x;
    }

    private Tensor Map(Tensor features) => sigmoid(functional.pixel_shuffle(layers[^1].call(features), 2).to(ScalarType.Float32));

    /// <summary>Multiply-accumulates for a square grid of <paramref name="side"/> pixels.</summary>
    public long MultiplyAccumulates(int side)
    {
        long sum = 0;
        int at = side / 16;
        for (int i = 0; i < layers.Length; i++)
        {
            if (EnlargesBefore(i)) { at *= 2; }
            sum += layers[i].MultiplyAccumulates(at, at);
        }
        return sum;
    }
}
