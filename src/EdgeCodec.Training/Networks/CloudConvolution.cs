using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EdgeCodec.Training.Networks;

internal enum Activation { None, Relu, Relu6 }

/// <summary>
/// A 2D convolution of a cloud network: weights [out, in/groups, k, k], optional batch normalisation, activation.
/// Input and output are [N, C, H, W].
/// </summary>
internal sealed class CloudConvolution : Module<Tensor, Tensor>
{
    private readonly Precision precision;
    private readonly Activation activation;
    private readonly bool tensorflowPadding;
    internal readonly Parameter weight;
    internal readonly Parameter? bias;
    internal readonly BatchNorm2d? norm;
    private ChannelStatistics? seen;
    private bool unfolded;

    public CloudConvolution(
        Precision precision, string name, int inputs, int outputs, int kernel = 3, int stride = 1, int groups = 1,
        Activation activation = Activation.Relu, bool normalise = true, bool tensorflowPadding = false)
        : base(name)
    {
        this.precision = precision;
        this.activation = activation;
        this.tensorflowPadding = tensorflowPadding && stride == 2 && kernel == 3;
        Inputs = inputs;
        Outputs = outputs;
        Kernel = kernel;
        Stride = stride;
        Groups = groups;
        // He initialisation for rectifiers: fan-in of one output.
        double deviation = Math.Sqrt(2.0 / (inputs / groups * kernel * kernel));
        weight = new Parameter(randn(outputs, inputs / groups, kernel, kernel) * deviation);
        bias = normalise ? null : new Parameter(zeros(outputs));
        norm = normalise ? BatchNorm2d(outputs) : null;
        RegisterComponents();
    }

    public int Inputs { get; }
    public int Outputs { get; }
    public int Kernel { get; }
    public int Stride { get; }
    public int Groups { get; }
    public Activation Activation => activation;

    /// <summary>Padding top, left, bottom, right. TensorFlow pads stride-2 layers of even inputs at the end only.</summary>
    public long[] Pads => tensorflowPadding ? [0, 0, 1, 1] : [Kernel / 2, Kernel / 2, Kernel / 2, Kernel / 2];

    /// <summary>Multiply-accumulates for an input of <paramref name="height"/> x <paramref name="width"/>.</summary>
    public long MultiplyAccumulates(int height, int width)
        => (long)(height / Stride) * (width / Stride) * Outputs * (Inputs / Groups) * Kernel * Kernel;

    /// <summary>
    /// Takes weights into which normalisation is folded. It is the identity then, plus the bias, until
    /// <see cref="FindStatistics"/>.
    /// </summary>
    public void Unfold(Tensor foldedWeight, Tensor foldedBias)
    {
        using var _ = no_grad();
        weight.copy_(foldedWeight);
        if (norm is null)
        {
            bias!.copy_(foldedBias);
            return;
        }
        unfolded = true;
        norm.running_mean!.zero_();
        norm.running_var!.fill_((float)(1 - norm.eps));
        norm.weight!.fill_(1);
        norm.bias!.copy_(foldedBias);
    }

    /// <summary>
    /// Makes the statistics of what comes by the running ones of normalisation, and its scale and shift such that the
    /// layer computes what it did: after <see cref="Unfold"/> it can learn on as if it had never been folded.
    /// </summary>
    /// <param name="networks">In evaluation. Layers that were not unfolded stay as they are.</param>
    /// <param name="pass">Runs batches through the networks.</param>
    public static void FindStatistics(IEnumerable<Module> networks, Action pass)
    {
        using var _ = no_grad();
        CloudConvolution[] layers = [.. networks.SelectMany(n => n.modules()).OfType<CloudConvolution>().Where(l => l.unfolded)];
        if (layers.Length == 0) { return; }
        foreach (CloudConvolution layer in layers) { layer.seen = new ChannelStatistics(layer.Outputs); }
        pass();
        foreach (CloudConvolution layer in layers)
        {
            (Tensor mean, Tensor variance) = layer.seen!.Value;
            layer.norm!.weight!.copy_(sqrt(variance + layer.norm.eps));
            layer.norm.bias!.add_(mean);
            layer.norm.running_mean!.copy_(mean);
            layer.norm.running_var!.copy_(variance);
            layer.seen = null;
            layer.unfolded = false;
        }
    }

    /// <summary>After weights of a run, which have their statistics, took the place of those that were unfolded.</summary>
    public static void HaveStatistics(IEnumerable<Module> networks)
    {
        foreach (CloudConvolution layer in networks.SelectMany(n => n.modules()).OfType<CloudConvolution>()) { layer.unfolded = false; }
    }

    /// <summary>Whether normalisation still lacks its statistics follows the weights when they are copied.</summary>
    public void FollowStateOf(CloudConvolution source) => unfolded = source.unfolded;

    public override Tensor forward(Tensor x)
    {
        // oneDNN has no bfloat16 kernel of its own for the gradient of a strided depthwise layer.
        ScalarType type = Groups > 1 && Stride > 1 ? ScalarType.Float32 : precision.Type;
        long symmetric = Kernel / 2;
        if (tensorflowPadding)
        {
            x = functional.pad(x, [0, 1, 0, 1]);
            symmetric = 0;
        }
        x = functional.conv2d(
            x.to(type), weight.to(type), bias?.to(type), strides: [Stride, Stride], padding: [symmetric, symmetric], groups: Groups);
        x = x.to(precision.Type);
        seen?.Add(x);
        if (norm is not null) { x = norm.call(x); }
        return activation switch
        {
            Activation.Relu => functional.relu(x, inplace: true),
            Activation.Relu6 => functional.relu6(x, inplace: true),
            _ => x,
        };
    }

    /// <summary>Weights and bias with batch normalisation folded in, in float32.</summary>
    public (Tensor Weight, Tensor Bias) Folded()
    {
        using var _ = no_grad();
        if (norm is null) { return (weight.detach().clone(), bias!.detach().clone()); }
        // Not by tensor arithmetic with a number: TorchSharp does not keep the number alive during the native call, and an
        // export collects garbage often enough to meet that.
        float[] factor = norm.weight!.data<float>().ToArray(), shift = norm.bias!.data<float>().ToArray();
        float[] mean = norm.running_mean!.data<float>().ToArray(), variance = norm.running_var!.data<float>().ToArray();
        for (int i = 0; i < factor.Length; i++)
        {
            factor[i] = (float)(factor[i] / Math.Sqrt(variance[i] + norm.eps));
            shift[i] -= mean[i] * factor[i];
        }
        return ((weight * tensor(factor, [factor.Length, 1, 1, 1])).detach(), tensor(shift));
    }
}
