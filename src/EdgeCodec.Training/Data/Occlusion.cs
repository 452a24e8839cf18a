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
        int count = (int)pictures.shape[0], height = (int)pictures.shape[2], width = (int)pictures.shape[3];
        float[] cover = new float[count * height * width], colour = new float[count * 3];
        for (int i = 0; i < count; i++)
        {
            var canvas = new Canvas(cover.AsMemory(i * height * width, height * width), height, width);
            // Hairs and scales are dark, sometimes fair; brown rather than grey.
            float shade = (float)(random.NextDouble() < 0.85 ? 0.25 * random.NextDouble() : 0.7 + 0.3 * random.NextDouble());
            for (int c = 0; c < 3; c++) { colour[i * 3 + c] = shade * (float)(1 - 0.15 * c * random.NextDouble()); }
            if (random.NextDouble() < HairShare) { Hairs(canvas, random); }
            if (random.NextDouble() < ScaleShare) { Scale(canvas, random); }
        }
        Tensor alpha = tensor(cover, [count, 1, height, width]);
        return pictures * (1 - alpha) + tensor(colour, [count, 3, 1, 1]) * alpha;
    }

    // Quadratic Bézier curves across the picture, mostly combed one way.
    private static void Hairs(Canvas canvas, Random random)
    {
        double side = Math.Max(canvas.Height, canvas.Width), combed = random.NextDouble() * 2 * Math.PI;
        int hairs = 3 + random.Next(22);
        for (int h = 0; h < hairs; h++)
        {
            double angle = combed + (random.NextDouble() - 0.5) * 1.6, length = side * (0.3 + 0.9 * random.NextDouble());
            double x0 = random.NextDouble() * canvas.Width, y0 = random.NextDouble() * canvas.Height;
            double x2 = x0 + Math.Cos(angle) * length, y2 = y0 + Math.Sin(angle) * length;
            double bend = (random.NextDouble() - 0.5) * 0.6 * length;
            double x1 = (x0 + x2) / 2 - Math.Sin(angle) * bend, y1 = (y0 + y2) / 2 + Math.Cos(angle) * bend;
            double radius = side / 256 * (0.35 + 0.75 * random.NextDouble()), opacity = 0.4 + 0.6 * random.NextDouble();
            int steps = (int)length + 1;
            for (int i = 0; i <= steps; i++)
            {
                double t = (double)i / steps, u = 1 - t;
                canvas.Dot(u * u * x0 + 2 * u * t * x1 + t * t * x2, u * u * y0 + 2 * u * t * y1 + t * t * y2, radius, opacity);
            }
        }
    }

    // Ticks at equal distances along one edge, every fifth longer.
    private static void Scale(Canvas canvas, Random random)
    {
        double side = Math.Max(canvas.Height, canvas.Width), pitch = side * (0.02 + 0.05 * random.NextDouble());
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
                    1 => (along, canvas.Height - 1 - across),
                    2 => (across, along),
                    _ => (canvas.Width - 1 - across, along),
                };
                canvas.Dot(x, y, 0.6 * side / 256, opacity);
            }
        }
    }

    /// <summary>How much of each pixel is covered.</summary>
    private readonly record struct Canvas(Memory<float> Cover, int Height, int Width)
    {
        /// <summary>A soft disc; overlapping discs keep the larger cover.</summary>
        public void Dot(double x, double y, double radius, double opacity)
        {
            Span<float> cover = Cover.Span;
            int reach = (int)Math.Ceiling(radius + 0.5);
            for (int py = (int)Math.Round(y) - reach; py <= (int)Math.Round(y) + reach; py++)
            {
                for (int px = (int)Math.Round(x) - reach; px <= (int)Math.Round(x) + reach; px++)
                {
                    if (py < 0 || py >= Height || px < 0 || px >= Width) { continue; }
                    double distance = Math.Sqrt((px - x) * (px - x) + (py - y) * (py - y));
                    float value = (float)(opacity * Math.Clamp(radius + 0.5 - distance, 0, 1));
                    ref float at = ref cover[py * Width + px];
                    at = Math.Max(at, value);
                }
            }
        }
    }
}
