using EdgeCodec.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EdgeCodec.Training.Losses;

/// <summary>loss_cr as a recipe wants it: the bits of the latents under a probability model, by its weight and schedule.</summary>
/// <param name="recipe">The recipe.</param>
/// <param name="context">The context model that bits are coded by.</param>
internal sealed class RateTerm(Recipe recipe, ContextNetwork context)
{
    // Weight of the code length, per 1000 bits, where nothing but the context model learns from it.
    private const double ContextAlone = 0.1;

    // The model whose code length C pays for, if that is another than the context model.
    private readonly ContextNetwork? pressure = recipe.RatePressure == "static"
        ? new ContextNetwork("pressure", recipe.LatentChannels, recipe.Grid / 16, recipe.Grid / 16, causal: false)
        : null;

    /// <summary>A design's networks, and what this term learns beside them.</summary>
    public IReadOnlyDictionary<string, nn.Module> With(Dictionary<string, nn.Module> networks)
    {
        if (pressure is not null) { networks["pressure"] = pressure; }
        return networks;
    }

    /// <summary>Bits of each picture, [N], of bits [N, C, H, W] of -1 and +1, as the context model codes them.</summary>
    /// <param name="bits">The latents.</param>
    /// <param name="sent">[N or 1, C, 1, 1]: 1 for channels that are sent, 0 for others; null: all.</param>
    public Tensor CodeLength(Tensor bits, Tensor? sent = null) => CodeLength(context, bits, sent);

    private Tensor CodeLength(ContextNetwork model, Tensor bits, Tensor? sent)
    {
        Tensor each = recipe.RateTerm == "bound"
            ? CodeLengthBound.Jensen(bits, model.call(bits), rand_like(bits) * 2 - 1)
            : model.BitLengths(bits);
        // No channel looks at a later one, so the first layers cost the same with or without the rest.
        return (sent is null ? each : each * sent).sum([1L, 2L, 3L]);
    }

    /// <summary>
    /// The loss, and the mean bits of a picture. Where C has nothing to gain from what the context model says (no rate,
    /// below the target, or another model's pressure) it still learns the bits there are, since they have to be coded.
    /// </summary>
    /// <param name="bits">As <see cref="CodeLength"/>.</param>
    /// <param name="sent">As <see cref="CodeLength"/>.</param>
    /// <param name="progress">0..1 over the run; the weight is reached linearly over the first half.</param>
    public (Tensor Loss, Tensor Bits) Of(Tensor bits, Tensor? sent, double progress)
    {
        double weight = recipe.Rate * Math.Min(1, 2 * progress) / 1000;
        if (recipe.Rate > 0 && recipe.RateTarget == 0 && pressure is null)
        {
            Tensor length = CodeLength(bits, sent).mean();
            return (length * weight, length);
        }
        Tensor alone = CodeLength(bits.detach(), sent).mean();
        if (recipe.Rate == 0) { return (alone * (ContextAlone / 1000), alone); }
        Tensor excess = functional.relu(CodeLength(pressure ?? context, bits, sent).mean() - recipe.RateTarget);
        return (alone * (ContextAlone / 1000) + excess * weight, alone);
    }
}
