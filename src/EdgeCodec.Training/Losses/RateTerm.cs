using EdgeCodec.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EdgeCodec.Training.Losses;

/// <summary>loss_cr as a recipe wants it: the bits of the latents under the context model, by its weight and schedule.</summary>
internal sealed class RateTerm(Recipe recipe, ContextNetwork context)
{
    // Weight of the code length, per 1000 bits, where nothing but the context model learns from it.
    private const double ContextAlone = 0.1;

    /// <summary>Bits of each picture, [N], of bits [N, C, H, W] of -1 and +1.</summary>
    /// <param name="bits">The latents.</param>
    /// <param name="sent">[N or 1, C, 1, 1]: 1 for channels that are sent, 0 for others; null: all.</param>
    public Tensor CodeLength(Tensor bits, Tensor? sent = null)
    {
        Tensor each = recipe.RateTerm == "bound"
            ? CodeLengthBound.Jensen(bits, context.call(bits), rand_like(bits) * 2 - 1)
            : context.BitLengths(bits);
        // No channel looks at a later one, so the first layers cost the same with or without the rest.
        return (sent is null ? each : each * sent).sum([1L, 2L, 3L]);
    }

    /// <summary>
    /// The loss, and the mean bits of a picture. Where C has nothing to gain from fewer bits (no rate, or below the
    /// target) the context model still learns those there are, since they have to be coded.
    /// </summary>
    /// <param name="bits">As <see cref="CodeLength"/>.</param>
    /// <param name="sent">As <see cref="CodeLength"/>.</param>
    /// <param name="progress">0..1 over the run; the weight is reached linearly over the first half.</param>
    public (Tensor Loss, Tensor Bits) Of(Tensor bits, Tensor? sent, double progress)
    {
        double weight = recipe.Rate * Math.Min(1, 2 * progress) / 1000;
        if (recipe.Rate > 0 && recipe.RateTarget == 0)
        {
            Tensor length = CodeLength(bits, sent).mean();
            return (length * weight, length);
        }
        Tensor alone = CodeLength(bits.detach(), sent).mean();
        if (recipe.Rate == 0) { return (alone * (ContextAlone / 1000), alone); }
        Tensor excess = functional.relu(CodeLength(bits, sent).mean() - recipe.RateTarget);
        return (alone * (ContextAlone / 1000) + excess * weight, alone);
    }
}
