using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Data;

/// <summary>
/// CutMix (Yun et al., arXiv:1905.04899) for label maps: a rectangle of a picture is replaced by the same rectangle of the
/// next picture of the batch, mask and all. Two pictures make many, so that a small network learns fewer by heart.
/// </summary>
internal static class Mixing
{
    private const double LeastArea = 0.1, MostArea = 0.5;

    /// <summary>Pictures [N, 3, H, W] and masks [N, 1, H, W] in and out; all choices come from <paramref name="random"/>.</summary>
    /// <param name="pictures">Of any range.</param>
    /// <param name="masks">Of any range.</param>
    /// <param name="share">Of the pictures that are mixed, 0 to 1.</param>
    /// <param name="random">Where the choices come from.</param>
    public static (Tensor Pictures, Tensor Masks) Apply(Tensor pictures, Tensor masks, double share, Random random)
    {
        using var scope = NewDisposeScope();
        int count = (int)pictures.shape[0], height = (int)pictures.shape[2], width = (int)pictures.shape[3];
        bool[] inside = new bool[count * height * width];
        for (int i = 0; i < count; i++)
        {
            if (random.NextDouble() < share) { Mark(inside.AsSpan(i * height * width, height * width), height, width, random); }
        }
        Tensor other = tensor(inside, [count, 1, height, width]);
        Tensor Mixed(Tensor x) => where(other, x.roll([1L], [0L]), x).MoveToOuterDisposeScope();
        return (Mixed(pictures), Mixed(masks));
    }

    private static void Mark(Span<bool> inside, int height, int width, Random random)
    {
        double area = LeastArea + (MostArea - LeastArea) * random.NextDouble(), aspect = Math.Exp(random.NextDouble() - 0.5);
        int h = Math.Clamp((int)Math.Round(height * Math.Sqrt(area / aspect)), 1, height), w = Math.Clamp((int)Math.Round(width * Math.Sqrt(area * aspect)), 1, width);
        int top = random.Next(height - h + 1), left = random.Next(width - w + 1);
        for (int y = top; y < top + h; y++) { inside.Slice(y * width + left, w).Fill(true); }
    }
}
