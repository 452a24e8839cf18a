using EdgeCodec.Training.Quantisation;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EdgeCodec.Training.Networks;

/// <summary>
/// One convolution of C. At first float32, with batch normalisation if its activation is a plain rectifier; after
/// <see cref="Fold"/> it computes in fake int8, on whole numbers held in float32, as ECM §3 defines: u8 in, s8 weights
/// per output channel, requantised u8 out.
/// </summary>
internal sealed class CompressorLayer : Module<Tensor, Tensor>
{
    private const double Relu6Peak = 6;

    // Zero point of an output that has a sign.
    private const int Middle = 128;

    // Accumulators of the fake-quantised phase are float32, which holds all whole numbers up to here.
    private const float LargestBias = 1 << 23;

    // Of requantisation: ec_requant.h says why.
    private const double LargestFactor = 0.2499;

    internal readonly Parameter weight;
    internal readonly Parameter bias;
    internal readonly BatchNorm2d? norm;

    // Largest output worth telling apart: known, or learned as a running mean of a high quantile while in float.
    private readonly Tensor peak;
    private readonly CompressorPlan.Layer plan;
    private bool folded;

    /// <param name="plan">Its place in the plan.</param>
    /// <param name="inputs">Channels of its input.</param>
    /// <param name="last">The last layer has no batch normalisation and no activation: its sign is the bit.</param>
    public CompressorLayer(CompressorPlan.Layer plan, int inputs, bool last)
        : base(plan.Name)
    {
        this.plan = plan;
        Last = last;
        Inputs = inputs;
        weight = new Parameter(randn(Outputs, FanChannels, Kernel, Kernel) * StartDeviation(FanChannels, Kernel, last));
        if (inputs == Outputs && !Depthwise) { BeginNearIdentity(); }
        bias = new Parameter(zeros(Outputs));
        norm = last || plan.Activation != Activation.Relu ? null : BatchNorm2d(Outputs);
        peak = zeros(1);
        if (plan.Activation == Activation.Relu6) { peak.fill_((float)Relu6Peak); }
        register_buffer("peak", peak);
        RegisterComponents();
    }

    /// <summary>Standard deviation of weights as they are drawn (He et al., arXiv:1502.01852; half the variance where no rectifier follows).</summary>
    public static double StartDeviation(int inputs, int kernel, bool last) => Math.Sqrt((last ? 1.0 : 2.0) / (inputs * kernel * kernel));

    public int Inputs { get; }
    public int Outputs => plan.Outputs;
    public int Kernel => plan.Kernel;
    public int Stride => plan.Stride;
    public int Dilation => plan.Dilation;
    public bool Depthwise => plan.Depthwise;
    public bool Last { get; }
    public (int Before, int After) Padding => plan.Padding;

    /// <summary>Its input is a block's, which it also passes on.</summary>
    public bool BeginsBlock => plan.PassedOut > 0 && plan.PassedIn == 0;

    /// <summary>Input channels that an output channel reads.</summary>
    public int FanChannels => Depthwise ? 1 : Inputs;

    /// <summary>Zero point of the u8 output.</summary>
    public int OutZero => !Last && plan.Activation == Activation.None ? Middle : 0;

    /// <summary>Real value of one step of the u8 output.</summary>
    public Tensor OutputScale => peak / (255 - OutZero);

    /// <summary>Float phase: real values in and out.</summary>
    public override Tensor forward(Tensor x)
    {
        int own = Inputs - plan.PassedIn, made = Outputs - plan.PassedOut;
        Tensor passed = plan.PassedIn > 0 ? x.narrow(1, own, plan.PassedIn) : x;
        if (plan.PassedIn > 0) { x = x.narrow(1, 0, own); }
        (Tensor w, Tensor? b) = (weight, norm is null ? bias : null);
        if (plan.PassedIn + plan.PassedOut > 0) { (w, b) = (w.narrow(0, 0, made).narrow(1, 0, Depthwise ? 1 : own), b?.narrow(0, 0, made)); }
        x = Convolve(x, w, b);
        if (Last) { return x; }
        x = Activate(norm is null ? x : norm.call(x));
        if (plan.PassedOut > 0) { x = cat([x, passed], 1); }
        else if (plan.PassedIn > 0) { x = x + passed; }
        if (training && plan.Activation != Activation.Relu6) { Observe(x); }
        return x;
    }

    /// <summary>
    /// Fake-quantised phase. <paramref name="x"/> holds whole numbers with zero point taken off, one step worth
    /// <paramref name="scale"/>. Returns such, or for the last layer the real value of the accumulator.
    /// </summary>
    public Tensor Quantised(Tensor x, Tensor scale)
    {
        Tensor step = WeightScale(scale);
        Tensor w = FakeQuantisation.Round(weight / step.view(-1, 1, 1, 1)).clamp(-127, 127);
        Tensor unit = step * scale;
        Tensor accumulator = Convolve(x, w, FakeQuantisation.Round(bias / unit));
        if (Last) { return accumulator * unit.view(1, -1, 1, 1); }
        return FakeQuantisation.Requantise(accumulator, unit / OutputScale, -OutZero, 255 - OutZero);
    }

    /// <summary>
    /// What the folded layer would compute in float32, nothing rounded, and clamped above only by what is part of the
    /// network: real values in and out. Only to measure what int8 costs.
    /// </summary>
    public Tensor Unrounded(Tensor x)
    {
        Tensor y = Convolve(x, weight, bias);
        return Last ? y : Activate(y);
    }

    /// <summary>
    /// Real value of one step of each output channel's weights: the largest magnitude is 127. It is less where the weights
    /// have all but vanished beside the bias, which must fit an accumulator too; and weights are cut off at 127 steps where
    /// a thousand steps of the accumulator would cover all of the output, which vector kernels do not requantise (ec_requant.h).
    /// </summary>
    /// <param name="inputScale">Real value of one step of the input.</param>
    public Tensor WeightScale(Tensor inputScale)
    {
        Tensor step = maximum(weight.detach().abs().amax([1L, 2L, 3L]) / 127, bias.detach().abs() / (inputScale * LargestBias));
        return (Last ? step : minimum(step, OutputScale / inputScale * LargestFactor)).clamp_min(1e-8);
    }

    /// <summary>Folds batch normalisation into weights and bias, and gives passed channels weights. Once only; later calls do nothing.</summary>
    /// <param name="passedScale">Real value of one step of what is passed, where it is a block's input.</param>
    public void Fold(Tensor passedScale)
    {
        if (folded) { return; }
        folded = true;
        using var _ = no_grad();
        FoldPassed(passedScale);
        if (norm is null) { return; }
        Tensor factor = norm.weight! / sqrt(norm.running_var! + norm.eps);
        weight.mul_(factor.view(-1, 1, 1, 1));
        bias.copy_(norm.bias! - norm.running_mean! * factor);
    }

    /// <summary>Sets the largest output worth telling apart, where it is not learned but known.</summary>
    public void SetPeak(double value) => peak.fill_((float)value);

    /// <summary>Takes weights [outputs, inputs, k, k] and bias for all but passed channels.</summary>
    public void StartFrom(Tensor w, Tensor b)
    {
        using var _ = no_grad();
        weight.narrow(0, 0, w.shape[0]).narrow(1, 0, w.shape[1]).copy_(w);
        bias.narrow(0, 0, b.shape[0]).copy_(b);
    }

    public long MultiplyAccumulates(int side) => (long)(side / Stride) * (side / Stride) * Outputs * FanChannels * Kernel * Kernel;

    // In u8 passed channels travel between rectified ones: shifted so that they have no sign, scaled so that a step in is
    // a step out, and brought back by the sum.
    private void FoldPassed(Tensor scale)
    {
        if (plan.PassedIn + plan.PassedOut == 0) { return; }
        const double Step = Relu6Peak / 255;
        int own = Inputs - plan.PassedIn, made = Outputs - plan.PassedOut;
        weight.narrow(0, made, plan.PassedOut).zero_();
        if (plan.PassedIn == 0)
        {
            for (int k = 0; k < plan.PassedOut; k++) { weight[made + k, k, 0, 0] = Step / scale[0]; }
            bias.narrow(0, made, plan.PassedOut).fill_((float)(Middle * Step));
        }
        else if (plan.PassedOut > 0)
        {
            weight.narrow(0, made, plan.PassedOut).select(2, Kernel / 2).select(2, Kernel / 2).fill_(1);
            bias.narrow(0, made, plan.PassedOut).zero_();
        }
        else
        {
            weight.narrow(1, own, plan.PassedIn).zero_();
            for (int k = 0; k < plan.PassedIn; k++) { weight[k, own + k, 0, 0] = scale[0] / Step; }
            bias.sub_(scale * Middle);
        }
    }

    // A layer that at first mostly passes on what it gets lets the layers before it learn from the first step, as a
    // shortcut would (Zagoruyko and Komodakis, DiracNets, arXiv:1706.00388), and costs the device nothing.
    private void BeginNearIdentity()
    {
        using var _ = no_grad();
        weight.mul_(0.5);
        for (int i = 0; i < Outputs; i++) { weight[i, i, Kernel / 2, Kernel / 2] += 1; }
    }

    private Tensor Activate(Tensor x) => plan.Activation switch
    {
        Activation.Relu => functional.relu(x),
        Activation.Relu6 => functional.relu6(x),
        _ => x,
    };

    private Tensor Convolve(Tensor x, Tensor w, Tensor? b)
    {
        (int before, int after) = Padding;
        if (before != after)
        {
            x = functional.pad(x, [before, after, before, after]);
            before = 0;
        }
        return functional.conv2d(
            x, w, b, strides: [Stride, Stride], padding: [before, before], dilation: [Dilation, Dilation], groups: Depthwise ? w.shape[0] : 1);
    }

    private void Observe(Tensor x)
    {
        using var _ = no_grad();
        Tensor flat = x.detach().flatten().abs();
        long stride = Math.Max(1, flat.numel() / 65536);
        Tensor sample = flat[TensorIndex.Slice(0, null, stride)];
        Tensor high = sample.quantile(tensor(0.9998f)).clamp_min(1e-3);
        if (peak.item<float>() == 0) { peak.copy_(high.view(1)); }
        else { peak.lerp_(high.view(1), 0.02); }
    }
}
