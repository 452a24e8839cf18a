using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EdgeCodec.Training.Networks;

/// <summary>A segmentor s of any architecture: [N, inputs, H, W] in 0..1, H and W multiples of 32, to logits [N, 1, H, W].</summary>
internal abstract class SegmentorNetwork(string name, int inputs) : Module<Tensor, Tensor>(name)
{
    /// <summary>3 for pictures, 1 for maps.</summary>
    public int Inputs => inputs;

    /// <summary>All parameters, by whether they start pretrained.</summary>
    public abstract IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>Multiply-accumulates for a square input of <paramref name="side"/> pixels.</summary>
    public abstract long MultiplyAccumulates(int side);

    /// <summary>The recipe's segmentor, from what the recipe starts it from.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="precision">Of its convolutions.</param>
    /// <param name="inputs">3 for pictures, 1 for maps.</param>
    /// <param name="start">File of ImageNet weights of the encoder, or folder of an uncompressed run or model; null: random weights.</param>
    public static SegmentorNetwork Create(Recipe recipe, Precision precision, int inputs, string? start)
    {
        if (recipe.Segmentor == "small") { return new SmallSegmentor(precision, "s", inputs); }
        var s = new SegmentationNetwork(precision, "s", inputs);
        if (start is null) { return s; }
        if (recipe.Encoder == "plain") { s.StartFrom(SegmentationNetwork.Finished(start)); }
        else { s.encoder.LoadPretrained(SafeTensors.Read(start)); }
        return s;
    }

    /// <summary>
    /// What the exported head says: the mean of the logits of this many views of the input, as it is, mirrored left to
    /// right, top to bottom, and both; each mirrored back.
    /// </summary>
    public Tensor Mean(Tensor x, int views)
    {
        long[][] all = Mirrors(views);
        Tensor[] logits = call(cat([.. all.Select(axes => axes.Length == 0 ? x : x.flip(axes))])).chunk(views);
        return stack([.. logits.Zip(all, (l, axes) => axes.Length == 0 ? l : l.flip(axes))]).mean([0L]);
    }

    /// <summary>The axes along which each view is mirrored.</summary>
    public static long[][] Mirrors(int views) => [.. new long[][] { [], [3], [2], [2, 3] }.Take(views)];

    /// <summary>A coarse level enlarged twice, and the finer one behind it.</summary>
    protected static Tensor Join(Tensor coarse, Tensor fine)
        => cat([functional.interpolate(coarse, scale_factor: [2, 2], mode: InterpolationMode.Nearest), fine.to(coarse.dtype)], 1);
}
