using static EdgeCodec.Training.Data.Ranges;

namespace EdgeCodec.Training.Data;

/// <summary>
/// The surgeon's pen: rings around the lesion, blots and scribbles beside it, mostly gentian violet. What it leaves on the
/// skin is uneven, dark and of sharp outline, as lesions are.
/// </summary>
internal static class Ink
{
    public static void Draw(Cover cover, Random random)
    {
        switch (random.Next(3))
        {
            case 0: Ring(cover, random); break;
            case 1: Blots(cover, random); break;
            default: Scribble(cover, random); break;
        }
    }

    /// <summary>Violet, now and then another pen.</summary>
    public static float[] Colour(Random random) => random.Next(6) == 0
        ? [random.Next(150), random.Next(150), random.Next(150)]
        : [random.Next(50, 130), random.Next(10, 70), random.Next(80, 180)];

    // Around a lesion where most are, near the middle; often not closed.
    private static void Ring(Cover cover, Random random)
    {
        double x = cover.Width * Uniform(random, 0.35, 0.65), y = cover.Height * Uniform(random, 0.35, 0.65);
        double rx = cover.Width * Uniform(random, 0.15, 0.45), ry = rx * Math.Exp(Uniform(random, -0.3, 0.3));
        double start = random.NextDouble() * 2 * Math.PI, sweep = Uniform(random, 0.3, 1) * 2 * Math.PI, pen = Pen(cover, random);
        const int Strokes = 24;
        (double X, double Y) At(int k)
        {
            double angle = start + sweep * k / Strokes, wobble = Uniform(random, 0.93, 1.07);
            return (x + Math.Cos(angle) * rx * wobble, y + Math.Sin(angle) * ry * wobble);
        }
        (double X, double Y) from = At(0);
        for (int k = 1; k <= Strokes; k++)
        {
            (double X, double Y) to = At(k);
            if (random.Next(8) != 0) { Stroke(cover, random, from, to, pen); }
            from = to;
        }
    }

    private static void Blots(Cover cover, Random random)
    {
        double pen = Pen(cover, random);
        for (int blots = random.Next(1, 9); blots > 0; blots--)
        {
            (double x, double y) = Aside(cover, random);
            Tangle(cover, random, x, y, cover.Width * Uniform(random, 0.02, 0.07), random.Next(2, 7), pen);
        }
    }

    private static void Scribble(Cover cover, Random random)
    {
        (double x, double y) = Aside(cover, random);
        Tangle(cover, random, x, y, cover.Width * Uniform(random, 0.06, 0.2), random.Next(4, 12), Pen(cover, random));
    }

    // Strokes this way and that through one place.
    private static void Tangle(Cover cover, Random random, double x, double y, double size, int strokes, double pen)
    {
        (double X, double Y) Near() => (x + size * Uniform(random, -1, 1), y + size * Uniform(random, -1, 1));
        for (; strokes > 0; strokes--) { Stroke(cover, random, Near(), Near(), pen); }
    }

    private static void Stroke(Cover cover, Random random, (double X, double Y) from, (double X, double Y) to, double pen)
    {
        double length = Math.Sqrt((to.X - from.X) * (to.X - from.X) + (to.Y - from.Y) * (to.Y - from.Y));
        int dots = (int)(length / pen * 3) + 1;
        for (int i = 0; i <= dots; i++)
        {
            double t = (double)i / dots, dx = pen * Uniform(random, -0.4, 0.4), dy = pen * Uniform(random, -0.4, 0.4);
            cover.Dot(from.X + t * (to.X - from.X) + dx, from.Y + t * (to.Y - from.Y) + dy, pen * Uniform(random, 0.3, 1), Uniform(random, 0.4, 0.9));
        }
    }

    // A place away from the middle.
    private static (double X, double Y) Aside(Cover cover, Random random)
    {
        double angle = random.NextDouble() * 2 * Math.PI, reach = Uniform(random, 0.28, 0.6);
        return (cover.Width * (0.5 + reach * Math.Cos(angle)), cover.Height * (0.5 + reach * Math.Sin(angle)));
    }

    private static double Pen(Cover cover, Random random) => cover.Width * Uniform(random, 0.005, 0.02);
}
