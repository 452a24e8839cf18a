namespace EdgeCodec.Cli.Phantoms;

/// <summary>Hairs across the picture: arcs that taper, drawn with soft edges.</summary>
internal sealed class Hairs
{
    private readonly int _size;
    private readonly float[] _cover;

    public Hairs(PhantomRandom random, int size)
    {
        _size = size;
        _cover = new float[size * size];
        int count = random.Next(5, 16);
        double grain = random.Next(0, Math.PI);
        for (int i = 0; i < count; i++)
        {
            // Most hairs lie roughly one way.
            Draw(random, grain + random.Next(-0.7, 0.7));
        }
        Tint = new Colour(46, 32, 26).Vary(random, 12);
    }

    public Colour Tint { get; }

    /// <summary>0 to 1.</summary>
    public double CoverAt(int index) => _cover[index];

    private void Draw(PhantomRandom random, double angle)
    {
        double x = random.Next(-0.2, 1.2) * _size;
        double y = random.Next(-0.2, 1.2) * _size;
        double length = random.Next(0.35, 1.1) * _size;
        double bend = random.Next(-1.3, 1.3) / length;
        double width = random.Next(0.0016, 0.0036) * _size;
        double strength = random.Next(0.55, 0.95);
        angle += random.Next(0, 1) * Math.PI;
        const double Step = 0.5;
        for (double at = 0; at < length; at += Step)
        {
            double taper = Math.Sqrt(1 - (at / length));
            Stamp(x, y, Math.Max(0.45, width * taper), strength * Math.Min(1, taper + 0.3));
            x += Step * Math.Cos(angle);
            y += Step * Math.Sin(angle);
            angle += Step * bend;
        }
    }

    /// <summary>A disc with an edge one pixel wide.</summary>
    private void Stamp(double x, double y, double radius, double strength)
    {
        int reach = (int)Math.Ceiling(radius + 1);
        for (int row = Math.Max(0, (int)y - reach); row <= Math.Min(_size - 1, (int)y + reach); row++)
        {
            for (int column = Math.Max(0, (int)x - reach); column <= Math.Min(_size - 1, (int)x + reach); column++)
            {
                double dx = column + 0.5 - x;
                double dy = row + 0.5 - y;
                double cover = Math.Clamp(radius + 0.5 - Math.Sqrt((dx * dx) + (dy * dy)), 0, 1) * strength;
                ref float pixel = ref _cover[(row * _size) + column];
                pixel = Math.Max(pixel, (float)cover);
            }
        }
    }
}
