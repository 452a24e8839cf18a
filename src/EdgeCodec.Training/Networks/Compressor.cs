using EdgeCodec.Training.Quantisation;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EdgeCodec.Training.Networks;

/// <summary>
/// The compression network C: strided convolutions from the grid [N, 3, H, W] of 0..255 to the latent
/// [N, channels, H/16, W/16]. Dilated layers at the end give every bit a view of most of the picture at no cost.
/// </summary>
internal sealed class Compressor : Module<Tensor, Tensor>
{
    /// <summary>Grid value that stands for zero, and is what padding holds.</summary>
    public const int InputZero = 128;

    /// <summary>Channels of the features from which the bits are taken.</summary>
    public const int FeatureChannels = 64;

    // Real value of one grid step; keeps inputs near unit variance.
    private const double InputStep = 1.0 / 64;

    internal readonly CompressorLayer[] layers;
    private readonly CompressorPlan plan;
    private readonly ModuleList<CompressorLayer> registered;

    /// <param name="name">Of the module.</param>
    /// <param name="latentChannels">Bits of each place of the latent.</param>
    /// <param name="plan">The convolutions before the latent's.</param>
    public Compressor(string name, int latentChannels, CompressorPlan plan)
        : base(name)
    {
        this.plan = plan;
        List<CompressorLayer> all = [];
        int channels = 3;
        foreach (CompressorPlan.Layer layer in plan.Layers)
        {
            all.Add(new CompressorLayer(layer, channels, last: false));
            channels = layer.Outputs;
        }
        all.Add(new CompressorLayer(new("latent", latentChannels) { Kernel = 1, Activation = Activation.None }, channels, last: true));
        layers = [.. all];
        registered = [.. layers];
        RegisterComponents();
    }

    /// <summary>True once batch normalisation is folded: C then computes in fake int8 and takes bits by sign.</summary>
    public bool Quantised { get; private set; }

    /// <summary>Real value of one step of the input of a layer.</summary>
    public Tensor InputScale(int layer) => layer == 0 ? tensor((float)InputStep) : layers[layer - 1].OutputScale;

    /// <summary>Bits of -1 and +1; stochastic only while training in float.</summary>
    public override Tensor forward(Tensor x) => Binarise(Values(x));

    /// <summary>The bits, and the features [N, 64, H/16, W/16] from which they are taken, as real values.</summary>
    public (Tensor Bits, Tensor Features) WithFeatures(Tensor x)
    {
        Tensor whole = Before(x, layers.Length - 1);
        Tensor bits = Binarise(Apply(whole, layers.Length - 1));
        return (bits, Quantised ? whole * InputScale(layers.Length - 1) : whole);
    }

    /// <summary>The real values whose signs are the bits.</summary>
    public Tensor Values(Tensor x) => Before(x, layers.Length);

    // What layer `count` takes in.
    private Tensor Before(Tensor x, int count)
    {
        x -= InputZero;
        if (!Quantised) { x = x * InputStep; }
        for (int i = 0; i < count; i++) { x = Apply(x, i); }
        return x;
    }

    private Tensor Apply(Tensor x, int i) => Quantised ? layers[i].Quantised(x, InputScale(i)) : layers[i].call(x);

    private Tensor Binarise(Tensor values)
        => training && !Quantised ? Binarisation.Stochastic(values.tanh()) : Binarisation.Sign(values.tanh());

    /// <summary>The bits of a quantised C computed in float32 instead, to measure what int8 costs.</summary>
    public Tensor UnroundedBits(Tensor x)
    {
        if (!Quantised) { throw new InvalidOperationException("batch normalisation is not folded yet"); }
        x = (x - InputZero) * InputStep;
        foreach (CompressorLayer layer in layers) { x = layer.Unrounded(x); }
        return Binarisation.Sign(x);
    }

    /// <summary>Takes the weights of the layers that it shares with MobileNetV2.</summary>
    public void StartFrom(MobileNetEncoder encoder)
    {
        Dictionary<string, CloudConvolution> theirs = encoder.Convolutions.ToDictionary(layer => layer.GetName());
        foreach (CompressorLayer layer in PretrainedLayers)
        {
            CloudConvolution from = theirs[layer.GetName()];
            if (layer.Kernel == from.Kernel) { layer.StartFrom(from.weight, from.bias!); }
            else { layer.StartFrom(SpreadOverGrid(from), from.bias! + from.weight.sum([1L, 2L, 3L]) * (GridMiddle / GridSpan)); }
        }
    }

    /// <summary>Those that start from ImageNet weights, if the plan has such.</summary>
    public IEnumerable<CompressorLayer> PretrainedLayers => plan.Pretrained ? layers.Where(layer => layer.norm is null && !layer.Last) : [];

    // MobileNetV2 takes x / 127.5 - 1 of samples x: 1/127.5 for each step from InputZero, and half a step more.
    private const double GridSpan = 127.5, GridMiddle = InputZero - GridSpan;

    // The stem on the mean of each 2 x 2 of the grid is a stem on the grid that has each tap four times.
    private static Tensor SpreadOverGrid(CloudConvolution stem)
        => stem.weight.repeat_interleave(2, 2).repeat_interleave(2, 3) * (0.25 / InputStep / GridSpan);

    /// <summary>Goes over to fake int8 for good.</summary>
    public void Quantise()
    {
        Tensor passedScale = InputScale(0);
        for (int i = 0; i < layers.Length; i++)
        {
            if (layers[i].BeginsBlock) { passedScale = InputScale(i); }
            layers[i].Fold(passedScale);
        }
        Quantised = true;
    }

    /// <summary>Takes a quantised C's weights.</summary>
    /// <exception cref="InvalidDataException">It has other layers, or another number of latent channels.</exception>
    public void TakeFrom(Compressor other)
    {
        if (other.plan.Name != plan.Name) { throw new InvalidDataException($"the compressor to go on from is '{other.plan.Name}', the recipe's '{plan.Name}'"); }
        if (other.layers[^1].Outputs != layers[^1].Outputs)
        {
            throw new InvalidDataException($"the compressor to go on from has {other.layers[^1].Outputs} latent channels, the recipe's {layers[^1].Outputs}");
        }
        load_state_dict(other.state_dict());
    }

    public long MultiplyAccumulates(int side)
    {
        long sum = 0;
        foreach (CompressorLayer layer in layers)
        {
            sum += layer.MultiplyAccumulates(side);
            side /= layer.Stride;
        }
        return sum;
    }

    public long ParameterCount => layers.Sum(layer => layer.weight.numel() + layer.bias.numel());
}
