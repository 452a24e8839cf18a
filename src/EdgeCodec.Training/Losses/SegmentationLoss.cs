using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EdgeCodec.Training.Losses;

/// <summary>Losses between predicted logits and a label map of 0..1, both [N, 1, H, W].</summary>
internal static class SegmentationLoss
{
    /// <summary>The loss that a recipe names.</summary>
    public static Func<Tensor, Tensor, Tensor> Of(Recipe recipe) => recipe.SegmentationLoss == "mse" ? Mse : CrossEntropyAndDice;

    /// <summary>
    /// Binary cross-entropy plus soft Dice: mean(BCE) + 1 - mean over pictures of (2 sum(p y) + 1) / (sum(p) + sum(y) + 1).
    /// Milletari et al., V-Net, arXiv:1606.04797, with plain sums in the denominator.
    /// </summary>
    public static Tensor CrossEntropyAndDice(Tensor logits, Tensor target)
    {
        Tensor entropy = functional.binary_cross_entropy_with_logits(logits, target);
        Tensor p = logits.sigmoid();
        Tensor shared = (p * target).sum([1L, 2L, 3L]);
        Tensor all = p.sum([1L, 2L, 3L]) + target.sum([1L, 2L, 3L]);
        return entropy + 1 - ((2 * shared + 1) / (all + 1)).mean();
    }

    /// <summary>loss_seg, Eq. 2 of the paper: the mean square of p - y over all samples, p = sigmoid(logits).</summary>
    public static Tensor Mse(Tensor logits, Tensor target) => (logits.sigmoid() - target).square().mean();
}
