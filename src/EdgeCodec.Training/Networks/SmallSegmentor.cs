using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EdgeCodec.Training.Networks;

/// <summary>
/// Another segmentor: a U-Net of plain 3x3 convolutions, a third of the size of <see cref="SegmentationNetwork"/> and
/// without pretrained weights. It shows that the map of g serves segmentors which C and g have never met.
/// </summary>
internal sealed class SmallSegmentor : SegmentorNetwork
{
    // At 1/2, 1/4, 1/8, 1/16 and 1/32 of the input.
    private static readonly int[] Widths = [16, 32, 64, 96, 128];

    /// <summary>Contracting pairs: the first of each halves the size. The level at 1/2 has the stem alone.</summary>
    internal readonly CloudConvolution[] down;

    /// <summary>Expanding layers from 1/16 to 1/2, each on a level and the one below it; then the head.</summary>
    internal readonly CloudConvolution[] up;
    private readonly ModuleList<CloudConvolution> layers;

    public SmallSegmentor(Precision precision, string name, int inputs)
        : base(name, inputs)
    {
        List<CloudConvolution> contracting = [new(precision, "down0", inputs, Widths[0], stride: 2)], expanding = [];
        for (int i = 1; i < Widths.Length; i++)
        {
            contracting.Add(new(precision, $"down{i}", Widths[i - 1], Widths[i], stride: 2));
            contracting.Add(new(precision, $"mix{i}", Widths[i], Widths[i]));
        }
        for (int i = Widths.Length - 2; i >= 0; i--) { expanding.Add(new(precision, $"up{i}", Widths[i + 1] + Widths[i], Widths[i])); }
        expanding.Add(new(precision, "head", Widths[0], 4, activation: Activation.None, normalise: false));
        down = [.. contracting];
        up = [.. expanding];
        layers = [.. down, .. up];
        RegisterComponents();
    }

    public override IReadOnlyList<ParameterGroup> Groups => [new(parameters(), Pretrained: false, Rests: false)];

    public override Tensor forward(Tensor x)
    {
        var levels = new List<Tensor> { down[0].call(x * 2 - 1) };
        for (int i = 1; i < down.Length; i += 2) { levels.Add(down[i + 1].call(down[i].call(levels[^1]))); }
        Tensor y = levels[^1];
        for (int i = 0; i < up.Length - 1; i++) { y = up[i].call(Join(y, levels[levels.Count - 2 - i])); }
        return functional.pixel_shuffle(up[^1].call(y), 2).to(ScalarType.Float32);
    }

    public override long MultiplyAccumulates(int side)
    {
        long sum = down[0].MultiplyAccumulates(side, side);
        int at = side / 2;
        for (int i = 1; i < down.Length; i += 2)
        {
            sum += down[i].MultiplyAccumulates(at, at) + down[i + 1].MultiplyAccumulates(at / 2, at / 2);
            at /= 2;
        }
        for (int i = 0; i < up.Length - 1; i++)
        {
            at *= 2;
            sum += up[i].MultiplyAccumulates(at, at);
        }
        return sum + up[^1].MultiplyAccumulates(at, at);
    }
}
