namespace EdgeCodec.Cli.Phantoms;

/// <summary>Smooth noise in the plane: random values at whole coordinates, blended between, several octaves added.</summary>
internal sealed class Noise(PhantomRandom random, int octaves)
{
    private readonly ulong _seed = random.NextBits();

    /// <summary>-1 to 1, mostly well within.</summary>
    public double At(double x, double y)
    {
        double sum = 0;
        double weight = 1;
        double total = 0;
        for (int octave = 0; octave < octaves; octave++)
        {
            sum += weight * Layer(x, y, octave);
            total += weight;
            weight *= 0.5;
            x = (x * 2) + 17.3;
            y = (y * 2) - 9.1;
        }
        return sum / total;
    }

    /// <summary>0 to 1, with narrow crests near 1: the lines of a net.</summary>
    public double Ridge(double x, double y) => 1 - Math.Min(1, 2.2 * Math.Abs(At(x, y)));

    private double Layer(double x, double y, int octave)
    {
        double column = Math.Floor(x);
        double row = Math.Floor(y);
        double fx = Fade(x - column);
        double fy = Fade(y - row);
        double top = Lerp(Value(column, row, octave), Value(column + 1, row, octave), fx);
        double bottom = Lerp(Value(column, row + 1, octave), Value(column + 1, row + 1, octave), fx);
        return Lerp(top, bottom, fy);
    }

    private double Value(double column, double row, int octave)
    {
        ulong key = _seed + ((ulong)(long)column * 0x9E3779B97F4A7C15) + ((ulong)(long)row * 0xC2B2AE3D27D4EB4F) + (ulong)octave;
        return (2 * PhantomRandom.Unit(PhantomRandom.Mix(key))) - 1;
    }

    private static double Fade(double t) => t * t * t * ((t * ((t * 6) - 15)) + 10);

    private static double Lerp(double a, double b, double t) => a + ((b - a) * t);
}
