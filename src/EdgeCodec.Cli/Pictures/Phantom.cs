namespace EdgeCodec.Cli.Pictures;

/// <summary>
/// A drawn dermoscopy picture with a known mask: skin with texture, a lesion with an irregular border and uneven
/// colour, hairs over both, darker corners. It looks roughly like the real thing and is nobody's.
/// </summary>
internal static class Phantom
{
    public static (Picture Photograph, Picture Mask) Draw(int side, int seed)
    {
        var random = new Random(seed);
        double[] skin = [214 + random.Next(-14, 15), 166 + random.Next(-14, 15), 142 + random.Next(-14, 15)];
        double[] dark = [104 + random.Next(-25, 26), 66 + random.Next(-15, 16), 52 + random.Next(-12, 13)];
        double cx = 0.5 + 0.1 * Symmetric(random), cy = 0.5 + 0.1 * Symmetric(random), radius = 0.17 + 0.1 * random.NextDouble();
        double stretch = 1 + 0.35 * random.NextDouble(), turn = random.NextDouble() * Math.PI;
        double[] wave = [.. Enumerable.Range(0, 6).Select(k => Symmetric(random) * 0.16 / (k + 1))];
        double[] phase = [.. Enumerable.Range(0, 6).Select(_ => random.NextDouble() * 2 * Math.PI)];
        var coarse = new ValueNoise(random, 6);
        var fine = new ValueNoise(random, 48);

        byte[] pixels = new byte[side * side * 3], mask = new byte[side * side];
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                double u = (x + 0.5) / side, v = (y + 0.5) / side;
                double dx = (u - cx) * Math.Cos(turn) + (v - cy) * Math.Sin(turn), dy = ((v - cy) * Math.Cos(turn) - (u - cx) * Math.Sin(turn)) * stretch;
                double angle = Math.Atan2(dy, dx), edge = radius;
                for (int k = 0; k < 6; k++) { edge += radius * wave[k] * Math.Sin((k + 2) * angle + phase[k]); }
                double depth = (edge - Math.Sqrt(dx * dx + dy * dy)) / radius;
                bool inside = depth > 0;
                mask[y * side + x] = inside ? (byte)255 : (byte)0;
                double share = 1 / (1 + Math.Exp(-depth * 22)) * (0.72 + 0.5 * coarse.At(u, v) * Math.Min(1, 0.4 + Math.Max(0, depth)));
                double corner = Math.Max(0, Math.Sqrt((u - 0.5) * (u - 0.5) + (v - 0.5) * (v - 0.5)) - 0.5) * 2.2;
                double light = (1 - corner) * (0.96 + 0.08 * coarse.At(v, u));
                for (int c = 0; c < 3; c++)
                {
                    double value = (skin[c] + (dark[c] - skin[c]) * Math.Clamp(share, 0, 1) + 14 * (fine.At(u, v) - 0.5) + 5 * Symmetric(random)) * light;
                    pixels[(y * side + x) * 3 + c] = (byte)Math.Clamp(value, 0, 255);
                }
            }
        }
        DrawHairs(pixels, side, random);
        return (new Picture(pixels, side, side, 3), new Picture(mask, side, side, 1));
    }

    private static void DrawHairs(byte[] pixels, int side, Random random)
    {
        int count = random.Next(4, 11);
        double width = Math.Max(1, side / 300.0);
        for (int h = 0; h < count; h++)
        {
            double x = random.NextDouble() * side, y = random.NextDouble() * side, heading = random.NextDouble() * 2 * Math.PI, bend = Symmetric(random) * 2.2 / side;
            double shade = 0.25 + 0.3 * random.NextDouble();
            for (int step = 0; step < side; step++)
            {
                Darken(pixels, side, x, y, width, shade);
                x += Math.Cos(heading);
                y += Math.Sin(heading);
                heading += bend;
            }
        }
    }

    private static void Darken(byte[] pixels, int side, double x, double y, double width, double shade)
    {
        int reach = (int)Math.Ceiling(width);
        for (int j = -reach; j <= reach; j++)
        {
            for (int i = -reach; i <= reach; i++)
            {
                int px = (int)x + i, py = (int)y + j;
                if (px < 0 || py < 0 || px >= side || py >= side || i * i + j * j > width * width) { continue; }
                for (int c = 0; c < 3; c++)
                {
                    int at = (py * side + px) * 3 + c;
                    pixels[at] = (byte)Math.Min(pixels[at], 40 + shade * 100);
                }
            }
        }
    }

    private static double Symmetric(Random random) => 2 * random.NextDouble() - 1;

    /// <summary>Smoothly interpolated random values on a grid, 0 to 1.</summary>
    private sealed class ValueNoise(Random random, int cells)
    {
        private readonly double[] values = [.. Enumerable.Range(0, (cells + 1) * (cells + 1)).Select(_ => random.NextDouble())];

        public double At(double u, double v)
        {
            double x = Math.Clamp(u, 0, 0.9999) * cells, y = Math.Clamp(v, 0, 0.9999) * cells;
            int i = (int)x, j = (int)y;
            double fx = Smooth(x - i), fy = Smooth(y - j);
            double top = values[j * (cells + 1) + i] * (1 - fx) + values[j * (cells + 1) + i + 1] * fx;
            double bottom = values[(j + 1) * (cells + 1) + i] * (1 - fx) + values[(j + 1) * (cells + 1) + i + 1] * fx;
            return top * (1 - fy) + bottom * fy;
        }

        private static double Smooth(double t) => t * t * (3 - 2 * t);
    }
}
