namespace EdgeCodec.Cli.Drawing;

/// <summary>Outlines of a region by marching squares, to fractions of a sample.</summary>
internal static class Contours
{
    private const int Threshold = 128;

    /// <summary>Closed outlines where a field crosses one half. What lies outside the field counts as 0.</summary>
    /// <param name="field">Shares of the region, 0 to 255, <c>[H, W]</c>.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <returns>Loops of points in samples: the middle of the first sample is (0.5, 0.5).</returns>
    public static IReadOnlyList<IReadOnlyList<(double X, double Y)>> Trace(byte[] field, int width, int height)
    {
        Dictionary<Edge, Edge> next = Link(field, width, height);
        var loops = new List<IReadOnlyList<(double, double)>>();
        while (next.Count > 0)
        {
            var loop = new List<(double, double)>();
            // Every crossing has one segment that begins at it and one that ends at it, so each walk comes back.
            for (Edge at = next.Keys.First(); next.Remove(at, out Edge following); at = following)
            {
                loop.Add(Crossing(field, width, height, at));
            }
            loops.Add(loop);
        }
        return loops;
    }

    /// <summary>The line between two neighbouring samples: to the right of a sample, or downwards from it.</summary>
    private readonly record struct Edge(int X, int Y, bool IsDown);

    /// <summary>One segment for each pair of crossings of a cell of four samples, by its first crossing.</summary>
    private static Dictionary<Edge, Edge> Link(byte[] field, int width, int height)
    {
        var next = new Dictionary<Edge, Edge>();
        Span<bool> corners = stackalloc bool[4];
        for (int y = -1; y < height; y++)
        {
            for (int x = -1; x < width; x++)
            {
                corners[0] = At(field, width, height, x, y) >= Threshold;
                corners[1] = At(field, width, height, x + 1, y) >= Threshold;
                corners[2] = At(field, width, height, x + 1, y + 1) >= Threshold;
                corners[3] = At(field, width, height, x, y + 1) >= Threshold;
                for (int side = 0; side < 4; side++)
                {
                    // Clockwise around the cell: where the region is entered, a segment begins; it ends where
                    // the region is next left. The neighbour across a side walks that side the other way.
                    if (!corners[side] && corners[(side + 1) & 3])
                    {
                        int end = side + 1;
                        while (corners[(end + 1) & 3])
                        {
                            end++;
                        }
                        next.Add(SideOf(x, y, side), SideOf(x, y, end & 3));
                    }
                }
            }
        }
        return next;
    }

    private static Edge SideOf(int x, int y, int side) => side switch
    {
        0 => new Edge(x, y, false),
        1 => new Edge(x + 1, y, true),
        2 => new Edge(x, y + 1, false),
        _ => new Edge(x, y, true),
    };

    private static (double X, double Y) Crossing(byte[] field, int width, int height, Edge edge)
    {
        double a = At(field, width, height, edge.X, edge.Y);
        double b = At(field, width, height, edge.IsDown ? edge.X : edge.X + 1, edge.IsDown ? edge.Y + 1 : edge.Y);
        double t = (Threshold - 0.5 - a) / (b - a);
        return edge.IsDown ? (edge.X + 0.5, edge.Y + 0.5 + t) : (edge.X + 0.5 + t, edge.Y + 0.5);
    }

    private static int At(byte[] field, int width, int height, int x, int y) =>
        (uint)x < (uint)width && (uint)y < (uint)height ? field[(y * width) + x] : 0;
}
