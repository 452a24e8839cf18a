using EdgeCodec.Training.Quantisation;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EdgeCodec.Training.Networks;

/// <summary>
/// One convolution of C. At first float32 with batch normalisation; after <see cref="Fold"/> it computes in fake
/// int8, on whole numbers held in float32, as ECM §3 defines: u8 in, s8 weights per output channel, requantised u8 out.
/// </summary>
internal sealed class CompressorLayer : Module<Tensor, Tensor>
{
    internal readonly Parameter weight;
    internal readonly Parameter bias;
    internal readonly BatchNorm2d? norm;

    // Largest output worth telling apart, learned as a running mean of a high quantile while in float.
    private readonly Tensor peak;
    private bool folded;

    /// <param name="last">The last layer has no batch normalisation and no activation: its sign is the bit.</param>
    public CompressorLayer(string name, int inputs, int outputs, int kernel, int stride, int dilation, bool last)
        : base(name)
    {
        Kernel = kernel;
        Stride = stride;
        Dilation = dilation;
        Last = last;
        Inputs = inputs;
        Outputs = outputs;
        weight = new Parameter(randn(outputs, inputs, kernel, kernel) * StartDeviation(inputs, kernel, last));
        if (inputs == outputs) { AddIdentity(keep: 0.5); }
        bias = new Parameter(zeros(outputs));
        norm = last ? null : BatchNorm2d(outputs);
        peak = zeros(1);
        register_buffer("peak", peak);
        RegisterComponents();
    }

    /// <summary>Standard deviation of weights as they are drawn (He et al., arXiv:1502.01852; half the variance where no rectifier follows).</summary>
    public static double StartDeviation(int inputs, int kernel, bool last) => Math.Sqrt((last ? 1.0 : 2.0) / (inputs * kernel * kernel));

    public int Inputs { get; }
    public int Outputs { get; }
    public int Kernel { get; }
    public int Stride { get; }
    public int Dilation { get; }
    public bool Last { get; }
    public int Padding => Dilation * (Kernel / 2);

    /// <summary>Real value of one step of the u8 output.</summary>
    public Tensor OutputScale => peak / 255;

    /// <summary>Float phase: real values in and out.</summary>
    public override Tensor forward(Tensor x)
    {
        x = Convolve(x, weight, Last ? bias : null);
        if (Last) { return x; }
        x = functional.relu(norm!.call(x));
        if (training) { Observe(x); }
        return x;
    }

    /// <summary>
    /// Fake-quantised phase. <paramref name="x"/> holds whole numbers with zero point taken off, one step worth
    /// <paramref name="scale"/>. Returns whole numbers 0..255, or for the last layer the real value of the accumulator.
    /// </summary>
    public Tensor Quantised(Tensor x, Tensor scale)
    {
        Tensor step = WeightScale();
        Tensor w = FakeQuantisation.Round(weight / step.view(-1, 1, 1, 1)).clamp(-127, 127);
        Tensor unit = step * scale;
        Tensor accumulator = Convolve(x, w, FakeQuantisation.Round(bias / unit));
        if (Last) { return accumulator * unit.view(1, -1, 1, 1); }
        Tensor y = accumulator * (unit / OutputScale).view(1, -1, 1, 1);
        return FakeQuantisation.Round(y.clamp(0, 255));
    }

    /// <summary>
    /// What the folded layer would compute in float32, nothing rounded or clamped above: real values in and out. Only to
    /// measure what int8 costs.
    /// </summary>
    public Tensor Unrounded(Tensor x)
    {
        Tensor y = Convolve(x, weight, bias);
        return Last ? y : functional.relu(y);
    }

    /// <summary>Real value of one step of each output channel's weights: the largest magnitude is 127.</summary>
    public Tensor WeightScale() => (weight.detach().abs().amax([1L, 2L, 3L]) / 127).clamp_min(1e-8);

    /// <summary>Folds batch normalisation into weights and bias. Once only; later calls do nothing.</summary>
    public void Fold()
    {
        if (folded) { return; }
        folded = true;
        if (norm is null) { return; }
        using var _ = no_grad();
        Tensor factor = norm.weight! / sqrt(norm.running_var! + norm.eps);
        weight.mul_(factor.view(-1, 1, 1, 1));
        bias.copy_(norm.bias! - norm.running_mean! * factor);
    }

    /// <summary>Makes this folded layer the identity on what <paramref name="before"/> puts out.</summary>
    public void PassOn(CompressorLayer before)
    {
        using var _ = no_grad();
        AddIdentity(keep: 0);
        bias.zero_();
        peak.copy_(before.peak);
    }

    /// <summary>Sets the largest output worth telling apart, where it is not learned but known.</summary>
    public void SetPeak(double value) => peak.fill_((float)value);

    public long MultiplyAccumulates(int side) => (long)(side / Stride) * (side / Stride) * Outputs * Inputs * Kernel * Kernel;

    // A layer that at first mostly passes on what it gets lets the layers before it learn from the first step, as a
    // shortcut would (Zagoruyko and Komodakis, DiracNets, arXiv:1706.00388), and costs the device nothing.
    private void AddIdentity(double keep)
    {
        using var _ = no_grad();
        weight.mul_(keep);
        for (int i = 0; i < Outputs; i++) { weight[i, i, Kernel / 2, Kernel / 2] += 1; }
    }

    private Tensor Convolve(Tensor x, Tensor w, Tensor? b)
        => functional.conv2d(x, w, b, strides: [Stride, Stride], padding: [Padding, Padding], dilation: [Dilation, Dilation]);

    private void Observe(Tensor x)
    {
        using var _ = no_grad();
        Tensor flat = x.detach().flatten();
        long stride = Math.Max(1, flat.numel() / 65536);
        Tensor sample = flat[TensorIndex.Slice(0, null, stride)];
        Tensor high = sample.quantile(tensor(0.9998f)).clamp_min(1e-3);
        if (peak.item<float>() == 0) { peak.copy_(high.view(1)); }
        else { peak.lerp_(high.view(1), 0.02); }
    }
}
