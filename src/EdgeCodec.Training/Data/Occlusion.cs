using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Data;

/// <summary>
/// What lies on the skin and is not part of it: hairs, and the scale of a dermatoscope along an edge. Drawn into some of
/// the pictures of a batch, so that neither is taken for a lesion; masks stay as they are.
/// </summary>
internal static class Occlusion
{
    private const double HairShare = 0.25, ScaleShare = 0.1;

    /// <summary>Pictures [N, 3, H, W] of 0..1 in and out. All choices come from <paramref name="random"/>.</summary>
    public static Tensor Apply(Tensor pictures, Random random)
    {
        var overlay = new Overlay(pictures);
        for (int i = 0; i < pictures.shape[0]; i++)
        {
            overlay.Colour(i, Colour(random));
            if (random.NextDouble() < HairShare) { Hairs(overlay.Cover(i), random); }
            if (random.NextDouble() < ScaleShare) { Scale(overlay.Cover(i), random); }
        }
        return overlay.Over(pictures);
    }

    /// <summary>Of hairs and scales, 0 to 1: dark, sometimes fair; brown rather than grey.</summary>
    public static float[] Colour(Random random)
    {
        float shade = (float)(random.NextDouble() < 0.85 ? 0.25 * random.NextDouble() : 0.7 + 0.3 * random.NextDouble());
        return [.. Enumerable.Range(0, 3).Select(c => shade * (float)(1 - 0.15 * c * random.NextDouble()))];
    }

    /// <summary>Quadratic Bézier curves across the picture, mostly combed one way.</summary>
    public static void Hairs(Cover cover, Random random)
    {
        double side = Math.Max(cover.Height, cover.Width), combed = random.NextDouble() * 2 * Math.PI;
        int hairs = 3 + random.Next(22);
        for (int h = 0; h < hairs; h++)
        {
            double angle = combed + (random.NextDouble() - 0.5) * 1.6, length = side * (0.3 + 0.9 * random.NextDouble());
            double x0 = random.NextDouble() * cover.Width, y0 = random.NextDouble() * cover.Height;
            double x2 = x0 + Math.Cos(angle) * length, y2 = y0 + Math.Sin(angle) * length;
            double bend = (random.NextDouble() - 0.5) * 0.6 * length;
            double x1 = (x0 + x2) / 2 - Math.Sin(angle) * bend, y1 = (y0 + y2) / 2 + Math.Cos(angle) * bend;
            double radius = side / 256 * (0.35 + 0.75 * random.NextDouble()), opacity = 0.4 + 0.6 * random.NextDouble();
            int steps = (int)length + 1;
            for (int i = 0; i <= steps; i++)
            {
                double t = (double)i / steps, u = 1 - t;
                cover.Dot(u * u * x0 + 2 * u * t * x1 + t * t * x2, u * u * y0 + 2 * u * t * y1 + t * t * y2, radius, opacity);
            }
        }
    }

    /// <summary>Ticks at equal distances along one edge, every fifth longer.</summary>
    public static void Scale(Cover cover, Random random)
    {
        double side = Math.Max(cover.Height, cover.Width), pitch = side * (0.02 + 0.05 * random.NextDouble());
        double inset = side * 0.12 * random.NextDouble(), tick = side * (0.02 + 0.03 * random.NextDouble());
        int edge = random.Next(4);
        double opacity = 0.5 + 0.5 * random.NextDouble();
        for (int k = 0; k * pitch < side; k++)
        {
            double length = k % 5 == 0 ? 1.8 * tick : tick;
            for (double d = 0; d <= length; d += 0.7)
            {
                double along = k * pitch, across = inset + d;
                (double x, double y) = edge switch
                {
                    0 => (along, across),
                    1 => (along, cover.Height - 1 - across),
                    2 => (across, along),
                    _ => (cover.Width - 1 - across, along),
                };
                cover.Dot(x, y, 0.6 * side / 256, opacity);
            }
        }
    }
}
