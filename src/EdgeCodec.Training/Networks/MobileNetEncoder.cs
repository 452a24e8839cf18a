using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EdgeCodec.Training.Networks;

/// <summary>
/// MobileNetV2 (width 1.0) up to block 17 as an encoder: skip levels at 1/2, 1/4, 1/8, 1/16 and 1/32 of the input.
/// Sandler et al., arXiv:1801.04381. Batch normalisation is already folded into the pretrained weights, so the
/// blocks have biases and no norm.
/// </summary>
internal sealed class MobileNetEncoder : Module<Tensor, Tensor[]>
{
    /// <summary>Output channels and stride of blocks 1 to 17; every block but the first expands.</summary>
    public static readonly (int Channels, int Stride)[] Plan =
    [
        (16, 1), (24, 2), (24, 1), (32, 2), (32, 1), (32, 1), (64, 2), (64, 1), (64, 1), (64, 1),
        (96, 1), (96, 1), (96, 1), (160, 2), (160, 1), (160, 1), (320, 1),
    ];

    /// <summary>By how much.</summary>
    public const int Expansion = 6;

    /// <summary>Blocks after which a skip level is taken, and their channels: 1/2, 1/4, 1/8, 1/16, 1/32.</summary>
    public static readonly int[] SkipBlocks = [1, 3, 6, 13, 17];
    public static readonly int[] SkipChannels = [16, 24, 32, 96, 320];

    private readonly ModuleList<Module<Tensor, Tensor>> layers = [];
    internal readonly List<Block> blocks = [];
    internal readonly CloudConvolution stem;

    internal sealed record Block(int Index, CloudConvolution? Expand, CloudConvolution Depthwise, CloudConvolution Project, bool Residual);

    public MobileNetEncoder(Precision precision, string name, int inputs)
        : base(name)
    {
        stem = new CloudConvolution(precision, "stem", inputs, 32, stride: 2, activation: Activation.Relu6, normalise: false, tensorflowPadding: true);
        layers.Add(stem);
        int channels = 32;
        for (int i = 0; i < Plan.Length; i++)
        {
            (int outputs, int stride) = Plan[i];
            int wide = i == 0 ? channels : channels * Expansion;
            CloudConvolution? expand = i == 0 ? null
                : new(precision, $"expand{i + 1}", channels, wide, kernel: 1, activation: Activation.Relu6, normalise: false);
            CloudConvolution depthwise = new(precision, $"depthwise{i + 1}", wide, wide, stride: stride, groups: wide,
                activation: Activation.Relu6, normalise: false, tensorflowPadding: true);
            CloudConvolution project = new(precision, $"project{i + 1}", wide, outputs, kernel: 1, activation: Activation.None, normalise: false);
            if (expand is not null) { layers.Add(expand); }
            layers.Add(depthwise);
            layers.Add(project);
            blocks.Add(new Block(i + 1, expand, depthwise, project, stride == 1 && channels == outputs));
            channels = outputs;
        }
        RegisterComponents();
    }

    /// <summary>All convolutions in the order in which they compute.</summary>
    public IEnumerable<CloudConvolution> Convolutions
        => [stem, .. blocks.SelectMany(b => b.Expand is null ? (CloudConvolution[])[b.Depthwise, b.Project] : [b.Expand, b.Depthwise, b.Project])];

    public override Tensor[] forward(Tensor x)
    {
        var skips = new List<Tensor>();
        // The stem's strided convolution leaves NCHW; blocks are a fifth faster from here in channels-last.
        x = Precision.ChannelsLast(stem.call(x));
        foreach (Block block in blocks)
        {
            Tensor y = block.Expand is null ? x : block.Expand.call(x);
            y = block.Project.call(block.Depthwise.call(y));
            x = block.Residual ? x + y : y;
            if (SkipBlocks.Contains(block.Index)) { skips.Add(x); }
        }
        return [.. skips];
    }

    /// <summary>Multiply-accumulates for a square input of <paramref name="side"/> pixels.</summary>
    public long MultiplyAccumulates(int side)
    {
        long sum = stem.MultiplyAccumulates(side, side);
        side /= 2;
        foreach (Block block in blocks)
        {
            sum += block.Expand?.MultiplyAccumulates(side, side) ?? 0;
            sum += block.Depthwise.MultiplyAccumulates(side, side);
            side /= block.Depthwise.Stride;
            sum += block.Project.MultiplyAccumulates(side, side);
        }
        return sum;
    }

    /// <summary>
    /// Takes ImageNet weights. A one-channel input gets the sum of the three channels' filters, so a grey picture
    /// gives what its three equal channels would.
    /// </summary>
    public void LoadPretrained(Dictionary<string, Tensor> tensors)
    {
        using var _ = no_grad();
        Tensor Named(string name) => tensors.TryGetValue(name, out Tensor? found)
            ? found
            : throw new InvalidDataException($"the pretrained weights have no tensor {name}; MobileNetV2's are needed");
        Tensor first = Named("features.0.weight");
        Copy(stem, stem.Inputs == 3 ? first : first.sum(1, keepdim: true), Named("features.0.bias"));
        foreach (Block block in blocks)
        {
            string prefix = $"features.{block.Index}.";
            if (block.Expand is not null) { Copy(block.Expand, Named(prefix + "expand.weight"), Named(prefix + "expand.bias")); }
            Copy(block.Depthwise, Named(prefix + "depthwise.weight"), Named(prefix + "depthwise.bias"));
            Copy(block.Project, Named(prefix + "project.weight"), Named(prefix + "project.bias"));
        }
    }

    private static void Copy(CloudConvolution layer, Tensor weight, Tensor bias)
    {
        layer.weight.copy_(weight);
        layer.bias!.copy_(bias);
    }
}
