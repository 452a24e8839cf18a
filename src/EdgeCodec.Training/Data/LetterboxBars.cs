using TorchSharp;
using static EdgeCodec.Training.Data.Ranges;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Data;

/// <summary>
/// What a letterbox leaves of a square: the training pictures are square, most cameras' are not, and those come with a
/// bar at two opposite edges (ECM §2.1).
/// </summary>
internal static class LetterboxBars
{
    // From nearly square to 16 : 9.
    private const double LeastAspect = 1.1, MostAspect = 1.8;

    /// <summary>Pictures [N, 3, H, W] of 0..255 in and out, and where they are still seen, [N, 1, H, W] of 0 and 1.</summary>
    /// <param name="pictures">Square.</param>
    /// <param name="share">Of the pictures that get bars, 0 to 1.</param>
    /// <param name="pad">What bars hold.</param>
    /// <param name="random">Where all choices come from.</param>
    public static (Tensor Pictures, Tensor Visible) Apply(Tensor pictures, double share, byte pad, Random random)
    {
        using var scope = NewDisposeScope();
        int count = (int)pictures.shape[0];
        long side = pictures.shape[2];
        Tensor visible = ones(count, 1, side, side);
        for (int i = 0; i < count; i++)
        {
            if (random.NextDouble() >= share) { continue; }
            // ECM §2.1, letterbox: the picture's extent, and where it starts.
            long extent = (long)(side / Uniform(random, LeastAspect, MostAspect) + 0.5), start = (side - extent) / 2;
            int axis = 1 + random.Next(2);
            visible[i].narrow(axis, 0, start).zero_();
            visible[i].narrow(axis, start + extent, side - start - extent).zero_();
        }
        pictures = pictures * visible + (1 - visible) * (float)pad;
        return (pictures.MoveToOuterDisposeScope(), visible.MoveToOuterDisposeScope());
    }
}
