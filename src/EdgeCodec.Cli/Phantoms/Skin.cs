namespace EdgeCodec.Cli.Phantoms;

/// <summary>Skin under a dermatoscope: a tone, blotches of redness, fine furrows, light that falls off to the corners.</summary>
internal sealed class Skin
{
    private readonly Colour _tone;
    private readonly Colour _red;
    private readonly Noise _blotches;
    private readonly Noise _furrows;
    private readonly Noise _grain;
    private readonly double _vignette;
    private readonly double _lightX;
    private readonly double _lightY;

    public Skin(PhantomRandom random)
    {
        _tone = new Colour(220, 172, 150).Vary(random, 14);
        _red = new Colour(206, 132, 122).Vary(random, 8);
        _blotches = new Noise(random, 4);
        _furrows = new Noise(random, 3);
        _grain = new Noise(random, 2);
        _vignette = random.Next(0.25, 0.6);
        _lightX = random.Next(-0.2, 0.2);
        _lightY = random.Next(-0.2, 0.2);
    }

    public Colour ColourAt(double x, double y)
    {
        double redness = Math.Clamp(0.3 + (0.7 * _blotches.At(x * 1.7, y * 1.7)), 0, 1);
        double furrow = Math.Pow(_furrows.Ridge((x * 11) + (3 * y), (y * 8) - (2 * x)), 6);
        double grain = _grain.At(x * 70, y * 70);
        return Colour.Mix(_tone, _red, redness * 0.55) * (1 - (0.055 * furrow) + (0.022 * grain));
    }

    /// <summary>Light that reaches a point, 0 to 1; hardly any beyond the rim of the lens.</summary>
    public double LightAt(double x, double y)
    {
        double off = Math.Sqrt(((x - _lightX) * (x - _lightX)) + ((y - _lightY) * (y - _lightY)));
        double radius = Math.Sqrt((x * x) + (y * y));
        double rim = Math.Clamp((radius - 1.12) / 0.2, 0, 1);
        return (1.04 - (_vignette * 0.3 * off * off)) * (1 - (_vignette * rim * rim * (3 - (2 * rim))));
    }
}
