namespace EdgeCodec.Tests;

/// <summary>SplitMix64: the same numbers on every platform and version, for models and data that tests make up.</summary>
internal sealed class SplitMix(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform in min to max, both included.</summary>
    public int Next(int min, int max) => (int)(min + (long)(Next() % (ulong)((long)max - min + 1)));

    public bool Chance(int percent) => Next(0, 99) < percent;

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (int i = 0; i < count; i++)
        {
            bytes[i] = (byte)Next();
        }
        return bytes;
    }
}
