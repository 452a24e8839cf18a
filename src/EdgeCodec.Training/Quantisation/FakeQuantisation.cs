using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Quantisation;

/// <summary>Rounding with a straight-through gradient (Bengio et al., arXiv:1308.3432).</summary>
internal static class FakeQuantisation
{
    /// <summary>floor(x + 1/2), the rounding of ECM §3; its gradient is that of x.</summary>
    public static Tensor Round(Tensor x) => x + ((x + 0.5).floor() - x).detach();
}
