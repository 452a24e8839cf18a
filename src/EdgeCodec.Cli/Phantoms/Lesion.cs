namespace EdgeCodec.Cli.Phantoms;

/// <summary>A pigmented lesion: an ellipse with an irregular border, and patches of several browns within.</summary>
internal sealed class Lesion
{
    private const int Harmonics = 7;

    private readonly double _centreX;
    private readonly double _centreY;
    private readonly double _radius;
    private readonly double _stretch;
    private readonly double _cos;
    private readonly double _sin;
    private readonly double _softness;
    private readonly double[] _weights = new double[Harmonics];
    private readonly double[] _phases = new double[Harmonics];
    private readonly Noise _border;
    private readonly Noise _patches;
    private readonly Noise _darkness;
    private readonly Noise _net;
    private readonly Colour _light;
    private readonly Colour _brown;
    private readonly Colour _dark;
    private readonly Colour _veil;
    private readonly double _netStrength;

    public Lesion(PhantomRandom random)
    {
        _centreX = random.Next(-0.14, 0.14);
        _centreY = random.Next(-0.14, 0.14);
        _radius = random.Next(0.34, 0.54);
        _stretch = random.Next(1.0, 1.45);
        double turn = random.Next(0, Math.PI);
        _cos = Math.Cos(turn);
        _sin = Math.Sin(turn);
        _softness = random.Next(0.03, 0.08);
        double irregularity = random.Next(0.05, 0.13);
        for (int k = 0; k < Harmonics; k++)
        {
            _weights[k] = random.Next(0.3, 1.0) * irregularity / (1 + (0.6 * k));
            _phases[k] = random.Next(0, 2 * Math.PI);
        }
        _border = new Noise(random, 4);
        _patches = new Noise(random, 4);
        _darkness = new Noise(random, 5);
        _net = new Noise(random, 2);
        _light = new Colour(184, 126, 92).Vary(random, 12);
        _brown = new Colour(132, 82, 58).Vary(random, 12);
        _dark = new Colour(72, 46, 38).Vary(random, 9);
        _veil = new Colour(98, 92, 104).Vary(random, 8);
        _netStrength = random.Next(0.15, 0.4);
    }

    /// <summary>
    /// How deep a point lies within: 0 on the border, 1 at the middle, negative outside. The mask is where it is
    /// above 0. Coordinates run from -1 to 1 across the picture.
    /// </summary>
    public double Depth(double x, double y)
    {
        // The noise moves the point, not the border, so that notches and islands can form.
        double wobble = 0.075 * _border.At((x * 3.2) + 5, (y * 3.2) + 5);
        double grain = 0.02 * _border.At((x * 14) - 3, (y * 14) + 8);
        double dx = x - _centreX;
        double dy = y - _centreY;
        double along = (dx * _cos) + (dy * _sin);
        double across = ((dy * _cos) - (dx * _sin)) * _stretch;
        double angle = Math.Atan2(across, along);
        double radius = 1;
        for (int k = 0; k < Harmonics; k++)
        {
            radius += _weights[k] * Math.Sin(((k + 2) * angle) + _phases[k]);
        }
        return 1 - (Math.Sqrt((along * along) + (across * across)) / (_radius * radius)) + ((wobble + grain) / _radius);
    }

    /// <summary>Share of pigment over skin at a depth: it fades over a band about the border.</summary>
    public double Cover(double depth)
    {
        double t = Math.Clamp((depth + _softness) / (2.6 * _softness), 0, 1);
        return t * t * (3 - (2 * t));
    }

    /// <summary>Colour of the pigment.</summary>
    public Colour ColourAt(double x, double y, double depth)
    {
        double dark = Math.Clamp(0.45 + (0.9 * _darkness.At((x * 2.6) + 30, (y * 2.6) - 12)) + (0.35 * depth), 0, 1);
        Colour colour = Colour.Mix(_light, _brown, Math.Clamp(dark * 2, 0, 1));
        colour = Colour.Mix(colour, _dark, Math.Clamp((dark * 2) - 1, 0, 1) * 0.9);
        double veil = Math.Clamp((_patches.At((x * 2.1) - 7, (y * 2.1) + 3) - 0.18) * 2.2, 0, 0.55) * Math.Clamp(depth * 3, 0, 1);
        colour = Colour.Mix(colour, _veil, veil);
        // The pigment net shows towards the border.
        double net = Math.Pow(_net.Ridge(x * 26, y * 26), 3) * _netStrength * Math.Clamp(1.2 - (1.5 * Math.Abs(depth - 0.25)), 0, 1);
        return Colour.Mix(colour, _dark, net) * (1 + (0.07 * _patches.At(x * 40, y * 40)));
    }
}
