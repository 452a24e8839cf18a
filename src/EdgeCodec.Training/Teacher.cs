using EdgeCodec.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training;

/// <summary>
/// The uncompressed segmentor as a teacher (Hinton et al., arXiv:1503.02531). It looks at the very pictures that C gets,
/// augmented and mixed as they are: a small network then learns the teacher's function rather than its answers to a few
/// pictures by heart (Beyer et al., arXiv:2106.05237). Not for use from several threads.
/// </summary>
internal sealed class Teacher
{
    private readonly SegmentationNetwork s;

    /// <param name="weights">Averaged weights of an uncompressed run's s.</param>
    public Teacher(string weights) => s = SegmentationNetwork.Finished(weights, new Precision { Type = ScalarType.BFloat16 });

    /// <summary>Probabilities [N, 1, H, W] and features [N, <see cref="SegmentationNetwork.CoarseChannels"/>, H/16, W/16] of pictures [N, 3, H, W] of 0..255.</summary>
    public (Tensor Answer, Tensor Features) Look(Tensor pictures)
    {
        using var _ = no_grad();
        (Tensor logits, Tensor coarse) = s.WithCoarse(Precision.ChannelsLast(pictures / 255));
        return (logits.sigmoid(), coarse);
    }
}
