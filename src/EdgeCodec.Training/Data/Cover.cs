namespace EdgeCodec.Training.Data;

/// <summary>How much of each pixel of a picture is covered by something drawn over it, 0 to 1.</summary>
internal readonly record struct Cover(Memory<float> Pixels, int Height, int Width)
{
    /// <summary>A surface whose cover at a place, -1 to 1 from edge to edge, is <paramref name="at"/>, clamped to 0 to 1, times <paramref name="most"/>.</summary>
    public void Fill(Func<double, double, double> at, double most = 1)
    {
        Span<float> pixels = Pixels.Span;
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                pixels[y * Width + x] = (float)(most * Math.Clamp(at((2.0 * x + 1) / Width - 1, (2.0 * y + 1) / Height - 1), 0, 1));
            }
        }
    }

    /// <summary>A soft disc, in pixels; overlapping discs keep the larger cover.</summary>
    public void Dot(double x, double y, double radius, double opacity)
    {
        Span<float> pixels = Pixels.Span;
        int reach = (int)Math.Ceiling(radius + 0.5);
        for (int py = (int)Math.Round(y) - reach; py <= (int)Math.Round(y) + reach; py++)
        {
            for (int px = (int)Math.Round(x) - reach; px <= (int)Math.Round(x) + reach; px++)
            {
                if (py < 0 || py >= Height || px < 0 || px >= Width) { continue; }
                double distance = Math.Sqrt((px - x) * (px - x) + (py - y) * (py - y));
                float value = (float)(opacity * Math.Clamp(radius + 0.5 - distance, 0, 1));
                ref float at = ref pixels[py * Width + px];
                at = Math.Max(at, value);
            }
        }
    }
}
