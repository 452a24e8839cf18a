using EdgeCodec.Cli.Evaluation;
using EdgeCodec.Cli.Pictures;
using EdgeCodec.Training.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Robustness;

/// <summary>A picture as a disturbance leaves it, and what is still seen of its lesion.</summary>
/// <param name="Id">The picture's name.</param>
/// <param name="Picture">At the grid, interleaved.</param>
/// <param name="Truth">1 where the lesion is seen, else 0.</param>
internal sealed record Disturbed(string Id, Picture Picture, byte[] Truth)
{
    /// <summary>The same picture under the same disturbance is the same each time, whatever else is drawn.</summary>
    public static Disturbed Of(Sample sample, Disturbance disturbance, int number)
    {
        using var scope = NewDisposeScope();
        int side = (int)Math.Sqrt(sample.Mask.Length);
        Tensor picture = tensor(sample.Pixels, [1, 3, side, side]).to(ScalarType.Float32) / 255;
        (Tensor seen, Tensor visible) = disturbance.Draw(picture, new Random(number));
        byte[] samples = [.. (seen * 255).round().clamp(0, 255).to(ScalarType.Byte).permute(0, 2, 3, 1).contiguous().data<byte>()];
        float[] open = [.. visible.data<float>()];
        // As in validation: lesion where at least half of a grid sample is.
        byte[] truth = [.. sample.Mask.Zip(open, (share, v) => (byte)(share >= 128 && v > 0 ? 1 : 0))];
        return new Disturbed(sample.Id, new Picture(samples, side, side, 3), truth);
    }

    /// <summary>A model's whole path over the pictures.</summary>
    public static IReadOnlyList<PictureResult> Results(WholePath path, IReadOnlyList<Disturbed> pictures)
        => [.. pictures.Select(p => path.Run(p.Id, p.Picture, p.Truth))];
}
