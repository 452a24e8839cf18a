using Xunit;

namespace EdgeCodec.Cloud.Tests.Geometry;

/// <summary>The definition of rendering, voxel by voxel in doubles: no tables, no runs, no rows.</summary>
internal static class RenderingDefinition
{
    /// <summary>Compares wherever the decision is not within rounding.</summary>
    public static void Check(GridSpec grid, int classes, Size3 source, float[] logits, byte[] labels)
    {
        var place = GridPlacement.Of(grid, source.W, source.H);
        for (int i = 0; i < labels.Length; i++)
        {
            (int z, int y, int x) = (i / source.W / source.H, i / source.W % source.H, i % source.W);
            int cx = x - place.SourceX;
            int cy = y - place.SourceY;
            if (cx < 0 || cy < 0 || cx >= place.SourceWidth || cy >= place.SourceHeight)
            {
                Assert.Equal(0, labels[i]);
                continue;
            }
            double[] at =
            [
                .. Enumerable.Range(0, classes).Select(k => At(
                    logits, grid, k, Position(z, grid.Depth, source.D),
                    place.GridY + Position(cy, place.GridHeight, place.SourceHeight),
                    place.GridX + Position(cx, place.GridWidth, place.SourceWidth))),
            ];
            double[] scores = classes == 1 ? [0, at[0]] : at;
            double best = scores.Max();
            Assert.True(
                scores[labels[i]] >= best - (1e-5 * logits.Max(Math.Abs)),
                $"voxel {z} {y} {x} of {source}, grid {grid.Size} {grid.Fit}: label {labels[i]}, scores {string.Join(' ', scores)}");
        }
    }

    private static double Position(int i, int gridCount, int sourceCount) =>
        Math.Clamp(((i + 0.5) * gridCount / sourceCount) - 0.5, 0, gridCount - 1);

    private static double At(float[] logits, GridSpec grid, int k, double z, double y, double x)
    {
        double sum = 0;
        for (int corner = 0; corner < 8; corner++)
        {
            (int iz, double wz) = Corner(z, (corner & 4) != 0);
            (int iy, double wy) = Corner(y, (corner & 2) != 0);
            (int ix, double wx) = Corner(x, (corner & 1) != 0);
            double weight = wz * wy * wx;
            if (weight > 0)
            {
                sum += weight * logits[(((((k * grid.Depth) + iz) * grid.Height) + iy) * grid.Width) + ix];
            }
        }
        return sum;
    }

    private static (int Index, double Weight) Corner(double position, bool isHigh)
    {
        int low = (int)Math.Floor(position);
        double rest = position - low;
        return isHigh ? (low + 1, rest) : (low, 1 - rest);
    }
}
