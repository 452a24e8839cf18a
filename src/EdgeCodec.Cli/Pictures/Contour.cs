using System.Globalization;
using System.Text;

namespace EdgeCodec.Cli.Pictures;

/// <summary>The level line at one half through a grid of 0..255, by marching squares with linear interpolation, as an SVG path.</summary>
internal static class Contour
{
    private const double Level = 127.5;

    // For each of the 16 cases of corners above the level (bit 0 top left, 1 top right, 2 bottom right, 3 bottom left):
    // pairs of cell edges that a segment joins; edges are 0 top, 1 right, 2 bottom, 3 left.
    private static readonly int[][] Segments =
    [
        [], [3, 0], [0, 1], [3, 1], [1, 2], [3, 0, 1, 2], [0, 2], [3, 2],
        [2, 3], [2, 0], [0, 1, 2, 3], [2, 1], [1, 3], [1, 0], [0, 3], [],
    ];

    /// <summary>Path in sample units: the centre of the first sample is (0.5, 0.5). Empty if nothing crosses the level.</summary>
    public static string Path(ReadOnlySpan<byte> grid, int width, int height)
    {
        var path = new StringBuilder();
        // One sample of background all around, so that regions at the edge are closed.
        for (int y = -1; y < height; y++)
        {
            for (int x = -1; x < width; x++)
            {
                double a = At(grid, width, height, x, y), b = At(grid, width, height, x + 1, y);
                double c = At(grid, width, height, x + 1, y + 1), d = At(grid, width, height, x, y + 1);
                int corners = (a > Level ? 1 : 0) | (b > Level ? 2 : 0) | (c > Level ? 4 : 0) | (d > Level ? 8 : 0);
                int[] joined = Segments[corners];
                for (int i = 0; i < joined.Length; i += 2)
                {
                    (double x0, double y0) = OnEdge(joined[i], x, y, a, b, c, d);
                    (double x1, double y1) = OnEdge(joined[i + 1], x, y, a, b, c, d);
                    path.Append(CultureInfo.InvariantCulture, $"M{x0:F1} {y0:F1}L{x1:F1} {y1:F1}");
                }
            }
        }
        return path.ToString();
    }

    private static (double X, double Y) OnEdge(int edge, int x, int y, double a, double b, double c, double d) => edge switch
    {
        0 => (x + 0.5 + Crossing(a, b), y + 0.5),
        1 => (x + 1.5, y + 0.5 + Crossing(b, c)),
        2 => (x + 0.5 + Crossing(d, c), y + 1.5),
        _ => (x + 0.5, y + 0.5 + Crossing(a, d)),
    };

    private static double Crossing(double from, double to) => (Level - from) / (to - from);

    private static double At(ReadOnlySpan<byte> grid, int width, int height, int x, int y)
        => x < 0 || y < 0 || x >= width || y >= height ? 0 : grid[y * width + x];
}
