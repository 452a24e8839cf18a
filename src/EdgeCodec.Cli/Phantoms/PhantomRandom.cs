namespace EdgeCodec.Cli.Phantoms;

/// <summary>SplitMix64: the same numbers for the same seed in every version of .NET.</summary>
internal sealed class PhantomRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Uniform in [low, high).</summary>
    public double Next(double low, double high) => low + ((high - low) * Unit(NextBits()));

    /// <summary>Uniform in low to high, both included.</summary>
    public int Next(int low, int high) => low + (int)(NextBits() % (ulong)(high - low + 1));

    public ulong NextBits()
    {
        _state += 0x9E3779B97F4A7C15;
        return Mix(_state);
    }

    /// <summary>Uniform in [0, 1), from the upper 53 bits.</summary>
    public static double Unit(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));

    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
