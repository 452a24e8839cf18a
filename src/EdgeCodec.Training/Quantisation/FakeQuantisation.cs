using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Quantisation;

/// <summary>Rounding with a straight-through gradient (Bengio et al., arXiv:1308.3432).</summary>
internal static class FakeQuantisation
{
    /// <summary>floor(x + 1/2), the rounding of ECM §3; its gradient is that of x.</summary>
    public static Tensor Round(Tensor x) => x + ((x + 0.5).floor() - x).detach();

    /// <summary>
    /// clamp(floor(accumulator * factor + 1/2)), the requantisation of ECM §3 with the zero point taken off; its gradient is
    /// that of the clamped product. Products of float32 would lie on the other side of a half now and then, and the next
    /// layers hand that on; those of float64 are exact.
    /// </summary>
    /// <param name="accumulator">Whole numbers [N, C, H, W].</param>
    /// <param name="factor">One of each channel [C].</param>
    /// <param name="low">Least result.</param>
    /// <param name="high">Largest result.</param>
    public static Tensor Requantise(Tensor accumulator, Tensor factor, int low, int high)
    {
        factor = factor.view(1, -1, 1, 1);
        Tensor y = (accumulator * factor).clamp(low, high);
        using var scope = NewDisposeScope();
        Tensor exact = accumulator.detach().to(ScalarType.Float64) * factor.detach().to(ScalarType.Float64);
        Tensor rounded = (exact + 0.5).floor().clamp(low, high).to(ScalarType.Float32);
        return (y + (rounded - y.detach())).MoveToOuterDisposeScope();
    }
}
