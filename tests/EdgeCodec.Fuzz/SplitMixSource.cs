using EdgeCodec.Tests;

namespace EdgeCodec.Fuzz;

/// <summary>Random numbers of the fuzzer; a seed gives the same run as long as the code is the same.</summary>
internal sealed class SplitMixSource(ulong seed)
{
    private readonly SplitMix _random = new(seed);

    /// <summary>0 to <paramref name="count"/> - 1.</summary>
    public int Below(int count) => (int)(((_random.Next() >> 32) * (ulong)count) >> 32);

    public byte Byte() => (byte)(_random.Next() >> 40);

    public bool OneIn(int count) => Below(count) == 0;
}
