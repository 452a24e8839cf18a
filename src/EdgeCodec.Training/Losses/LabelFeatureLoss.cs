using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Losses;

/// <summary>
/// loss_dis, Eq. 1 of the paper: the mean over pictures of MAE(phi_D(predicted), phi_D(true)). phi_D is the
/// concatenation of what every convolution of D makes of a label map. C and S minimise it; D maximises it (Eq. 3).
/// </summary>
internal static class LabelFeatureLoss
{
    /// <param name="predicted">Features of the predicted label maps, a tensor [N, c, h, w] a convolution of D.</param>
    /// <param name="truth">Those of the true label maps, of the same shapes.</param>
    /// <returns>
    /// A scalar: the absolute differences of all features, over their number. A scale weighs by the number of its
    /// features, as in one concatenated vector.
    /// </returns>
    public static Tensor Mae(IReadOnlyList<Tensor> predicted, IReadOnlyList<Tensor> truth)
    {
        Tensor sum = (predicted[0] - truth[0]).abs().sum();
        long count = predicted[0].numel();
        for (int i = 1; i < predicted.Count; i++)
        {
            sum += (predicted[i] - truth[i]).abs().sum();
            count += predicted[i].numel();
        }
        return sum / count;
    }
}
