using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Data;

/// <summary>Puts samples into tensors.</summary>
internal static class Batches
{
    /// <summary>As <see cref="Make"/>, with everything that a recipe draws into or changes of its training pictures.</summary>
    public static (Tensor Pictures, Tensor Masks) Augmented(IReadOnlyList<Sample> samples, ReadOnlySpan<int> picks, Recipe recipe, Random random)
    {
        (Tensor pictures, Tensor masks) = Make(samples, picks, recipe.Grid);
        (pictures, masks) = Augmentation.Apply(pictures, masks, random);
        return recipe.Mixing > 0 ? Mixing.Apply(pictures, masks, recipe.Mixing, random) : (pictures, masks);
    }

    /// <summary>Pictures [N, 3, side, side] of 0..255 and masks [N, 1, side, side] of 0..1, float32.</summary>
    public static (Tensor Pictures, Tensor Masks) Make(IReadOnlyList<Sample> samples, ReadOnlySpan<int> picks, int side)
    {
        using var scope = NewDisposeScope();
        int area = side * side;
        byte[] pixels = new byte[picks.Length * 3 * area], masks = new byte[picks.Length * area];
        for (int i = 0; i < picks.Length; i++)
        {
            samples[picks[i]].Pixels.CopyTo(pixels, i * 3 * area);
            samples[picks[i]].Mask.CopyTo(masks, i * area);
        }
        Tensor pictures = tensor(pixels, [picks.Length, 3, side, side]).to(ScalarType.Float32);
        Tensor targets = tensor(masks, [picks.Length, 1, side, side]).to(ScalarType.Float32) / 255;
        return (pictures.MoveToOuterDisposeScope(), targets.MoveToOuterDisposeScope());
    }
}
