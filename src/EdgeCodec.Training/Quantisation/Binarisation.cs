using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Quantisation;

/// <summary>From real values in -1..1 to bits of -1 and +1; the gradient passes straight through.</summary>
internal static class Binarisation
{
    /// <summary>
    /// b = x + eps with E[b] = x: +1 with probability (1 + x) / 2. Toderici et al., arXiv:1511.06085, equation 2.
    /// </summary>
    public static Tensor Stochastic(Tensor x)
    {
        Tensor bits = rand_like(x.detach()).lt((1 + x.detach()) / 2).to(x.dtype) * 2 - 1;
        return x + (bits - x).detach();
    }

    /// <summary>+1 where x is at least 0, else -1: the bit of ECM §3, output 1.</summary>
    public static Tensor Sign(Tensor x)
    {
        Tensor bits = x.detach().ge(0).to(x.dtype) * 2 - 1;
        return x + (bits - x).detach();
    }
}
