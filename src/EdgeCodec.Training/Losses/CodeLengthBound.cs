using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EdgeCodec.Training.Losses;

/// <summary>
/// loss_cr of Eq. 5: an upper bound on the bits of a latent under a learned model Q, differentiable in the latent.
/// Theis et al., arXiv:1703.00395, Eq. 7 and 8: Q(b) is the mass of a density q over the cell of b, and by Jensen's
/// inequality -log2 of that mass is at most the mean of -log2 of the density at dequantised values b + u.
/// <para>
/// Here bits are -1 and +1, cells are 2 wide, u is uniform over [-1, 1), and q has a bump at each bit, weighed by
/// the probabilities of the context model: q(v) = p f(v - 1) + (1 - p) f(v + 1), f the logistic density. So the model
/// is the one that codes. Its exact code length, which the entropy coder spends and
/// <see cref="Networks.ContextNetwork.CodeLength"/> gives, is -log2 p for a +1 and -log2 (1 - p) for a -1: what this
/// bound becomes with a box of width 2 for f, where Jensen's inequality is an equality and no noise is left. A smooth f
/// costs bits that no coder spends; so only `paper-d4` trains by the bound, the other recipes by the exact length.
/// </para>
/// </summary>
internal static class CodeLengthBound
{
    /// <summary>Width of a bump: 96 % of its mass lies in its own cell.</summary>
    public const double Scale = 0.25;

    /// <param name="bits">[N, C, H, W] of -1 and +1.</param>
    /// <param name="logits">The model's logit of a +1, of the same shape.</param>
    /// <param name="noise">One draw of u for each bit, of the same shape.</param>
    /// <returns>-log2 (2 q(b + u)) of each bit, of the same shape; 2 is the width of a cell.</returns>
    public static Tensor Jensen(Tensor bits, Tensor logits, Tensor noise)
    {
        Tensor v = bits + noise;
        // In logarithms, so that a bit far from what the model expects has a finite length and gradient.
        Tensor density = logaddexp(functional.logsigmoid(logits) + LogLogistic(v - 1), functional.logsigmoid(-logits) + LogLogistic(v + 1));
        return -(density + Math.Log(2)) / Math.Log(2);
    }

    /// <summary>ln of the logistic density with <see cref="Scale"/>.</summary>
    private static Tensor LogLogistic(Tensor x)
    {
        Tensor z = x / Scale;
        return functional.logsigmoid(z) + functional.logsigmoid(-z) - Math.Log(Scale);
    }
}
