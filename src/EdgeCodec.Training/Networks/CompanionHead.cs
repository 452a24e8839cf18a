using EdgeCodec.Training.Losses;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EdgeCodec.Training.Networks;

/// <summary>
/// What is read straight off C's features while training, past the bits: labels, and the teacher's features. Their
/// gradient reaches C without the noise of binarisation and without g between. Lee et al., Deeply-supervised nets,
/// arXiv:1409.5185; Romero et al., FitNets, arXiv:1412.6550. Not exported.
/// </summary>
internal sealed class CompanionHead : Module<Tensor, Tensor>
{
    // From 1/16 of the grid to half of it.
    private const int Enlargement = 8;

    private readonly Conv2d labels, hint;

    public CompanionHead(string name, int channels)
        : base(name)
    {
        labels = Conv2d(channels, Enlargement * Enlargement, 1);
        hint = Conv2d(channels, SegmentationNetwork.CoarseChannels, 1);
        RegisterComponents();
    }

    /// <summary>Logits [N, 1, H/2, W/2] of features [N, channels, H/16, W/16].</summary>
    public override Tensor forward(Tensor features) => functional.pixel_shuffle(labels.call(features), Enlargement);

    /// <summary>Loss of labels against masks [N, 1, H, W] of 0..1, averaged over each 2 x 2.</summary>
    public Tensor Loss(Tensor features, Tensor masks)
        => SegmentationLoss.CrossEntropyAndDice(call(features), functional.avg_pool2d(masks, 2));

    /// <summary>1 less the mean cosine between what a 1 x 1 convolution makes of C's features and the teacher's [N, C, H/16, W/16].</summary>
    public Tensor HintLoss(Tensor features, Tensor teacher)
        => 1 - functional.cosine_similarity(hint.call(features), teacher, 1).mean();
}
