using EdgeCodec.Training.Import;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EdgeCodec.Training.Networks;

/// <summary>
/// The segmentor s: a U-Net (Ronneberger et al., arXiv:1505.04597) whose contracting half is MobileNetV2.
/// Input [N, 1 or 3, H, W] in 0..1, H and W multiples of 32; output logits [N, 1, H, W].
/// </summary>
internal sealed class SegmentationNetwork : SegmentorNetwork
{
    // Width of the expanding half at 1/16, 1/8, 1/4 and 1/2 of the input.
    private static readonly int[] Widths = [128, 96, 64, 32];

    /// <summary>Channels of the features at 1/16 of the input.</summary>
    public static int CoarseChannels => Widths[0];

    internal readonly MobileNetEncoder encoder;
    internal readonly CloudConvolution up16, up8, up4, up2, head;
    private readonly Dropout2d dropout = Dropout2d(0.1);

    public SegmentationNetwork(Precision precision, string name, int inputs)
        : base(name, inputs)
    {
        int[] skip = MobileNetEncoder.SkipChannels;
        encoder = new MobileNetEncoder(precision, "encoder", inputs);
        up16 = new CloudConvolution(precision, "up16", skip[4] + skip[3], Widths[0]);
        up8 = new CloudConvolution(precision, "up8", Widths[0] + skip[2], Widths[1]);
        up4 = new CloudConvolution(precision, "up4", Widths[1] + skip[1], Widths[2]);
        up2 = new CloudConvolution(precision, "up2", Widths[2] + skip[0], Widths[3]);
        head = new CloudConvolution(precision, "head", Widths[3], 4, activation: Activation.None, normalise: false);
        RegisterComponents();
    }

    public override IReadOnlyList<ParameterGroup> Groups =>
    [
        new([.. named_parameters().Where(p => !p.name.StartsWith("encoder.", StringComparison.Ordinal)).Select(p => p.parameter)], Pretrained: false, Rests: false),
        new(encoder.parameters(), Pretrained: true, Rests: false),
    ];

    public override Tensor forward(Tensor x) => WithCoarse(x).Logits;

    /// <summary>The logits, and the features [N, <see cref="CoarseChannels"/>, H/16, W/16] that they come from, in float32.</summary>
    public (Tensor Logits, Tensor Coarse) WithCoarse(Tensor x)
    {
        Tensor[] skips = encoder.call(x * 2 - 1);
        Tensor coarse = up16.call(Join(dropout.call(skips[4]), skips[3]));
        Tensor y = up8.call(Join(coarse, skips[2]));
        y = up4.call(Join(y, skips[1]));
        y = up2.call(Join(y, skips[0]));
        return (functional.pixel_shuffle(head.call(y), 2).to(ScalarType.Float32), coarse.to(ScalarType.Float32));
    }

    /// <summary>All convolutions in the order in which they compute, and in which Export/OnnxExport writes them.</summary>
    public IReadOnlyList<CloudConvolution> Convolutions => [.. encoder.Convolutions, up16, up8, up4, up2, head];

    /// <summary>A finished segmentor of pictures, to learn from.</summary>
    /// <param name="folder">Of an uncompressed run, whose averaged weights it gets, or of an uncompressed model.</param>
    /// <param name="precision">Of its convolutions; float32 if not given.</param>
    public static SegmentationNetwork Finished(string folder, Precision? precision = null)
    {
        var pictures = new SegmentationNetwork(precision ?? new Precision(), "s", 3);
        if (Checkpoint.Exists(folder)) { pictures.load(Checkpoint.AveragedWeights(folder, "s")); }
        else { ModelFolderReader.Head(ModelFolderReader.Open(folder), pictures); }
        pictures.eval();
        return pictures;
    }

    /// <summary>
    /// Takes the weights of a segmentor of pictures. One that reads a map gets the sum of the three channels' first filters.
    /// </summary>
    public void StartFrom(SegmentationNetwork pictures)
    {
        using var _ = no_grad();
        Dictionary<string, Tensor> theirs = pictures.state_dict();
        foreach ((string key, Tensor value) in state_dict())
        {
            Tensor source = theirs[key];
            value.copy_(source.shape.SequenceEqual(value.shape) ? source : source.sum(1, keepdim: true));
        }
        foreach ((CloudConvolution mine, CloudConvolution other) in Convolutions.Zip(pictures.Convolutions)) { mine.FollowStateOf(other); }
    }

    /// <summary>Multiply-accumulates for a square input of <paramref name="side"/> pixels.</summary>
    public override long MultiplyAccumulates(int side)
        => encoder.MultiplyAccumulates(side)
            + up16.MultiplyAccumulates(side / 16, side / 16) + up8.MultiplyAccumulates(side / 8, side / 8)
            + up4.MultiplyAccumulates(side / 4, side / 4) + up2.MultiplyAccumulates(side / 2, side / 2)
            + head.MultiplyAccumulates(side / 2, side / 2);
}
