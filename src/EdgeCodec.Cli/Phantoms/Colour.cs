namespace EdgeCodec.Cli.Phantoms;

/// <summary>Red, green and blue, 0 to 255 and beyond while a picture is being mixed.</summary>
internal readonly record struct Colour(double R, double G, double B)
{
    public static Colour operator *(Colour c, double factor) => new(c.R * factor, c.G * factor, c.B * factor);

    public static Colour operator +(Colour a, Colour b) => new(a.R + b.R, a.G + b.G, a.B + b.B);

    public static Colour Mix(Colour a, Colour b, double share) => (a * (1 - share)) + (b * share);

    /// <summary>A colour near this one.</summary>
    public Colour Vary(PhantomRandom random, double reach) =>
        new(R + random.Next(-reach, reach), G + random.Next(-reach, reach), B + random.Next(-reach, reach));
}
