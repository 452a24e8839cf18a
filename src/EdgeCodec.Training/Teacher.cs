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

    private readonly int views;

    /// <param name="folder">Of an uncompressed run or model.</param>
    /// <param name="views">Mirrored views whose answers are averaged, and that many times the work.</param>
    public Teacher(string folder, int views) => (this.views, s) = (views, SegmentationNetwork.Finished(folder, new Precision { Type = ScalarType.BFloat16 }));

    /// <summary>Probabilities [N, 1, H, W] and features [N, <see cref="SegmentationNetwork.CoarseChannels"/>, H/16, W/16] of pictures [N, 3, H, W] of 0..255.</summary>
    public (Tensor Answer, Tensor Features) Look(Tensor pictures)
    {
        using var _ = no_grad();
        (Tensor logits, Tensor coarse) = s.WithCoarse(Precision.ChannelsLast(pictures / 255));
        foreach (long[] axes in SegmentorNetwork.Mirrors(views).Skip(1))
        {
            logits += s.call(Precision.ChannelsLast(pictures.flip(axes) / 255)).flip(axes);
        }
        return ((logits / views).sigmoid(), coarse);
    }
}
