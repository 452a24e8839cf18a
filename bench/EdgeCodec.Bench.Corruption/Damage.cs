using EdgeCodec.Tests;

namespace EdgeCodec.Bench.Corruption;

/// <summary>What can happen to a stream on its way.</summary>
internal static class Damage
{
    public delegate byte[] Kind(WholeStream stream, StreamPool pool, SplitMix random);

    /// <summary>
    /// All kinds by name, whether they need a sequence of several units, and whether they are noise: damage without a
    /// pattern, which the stated rate of undetected damage is about.
    /// </summary>
    public static (string Name, bool NeedsUnits, bool IsNoise, Kind Apply)[] Kinds { get; } =
    [
        ("1 to 3 flipped bits", false, false, (stream, _, random) => FlipBits(stream.Bytes, random)),
        ("burst of 2 to 32 bits", false, false, (stream, _, random) => Burst(stream.Bytes, random.Next(2, 32), random)),
        ("burst of 33 to 256 bits", false, true, (stream, _, random) => Burst(stream.Bytes, random.Next(33, 256), random)),
        ("bytes overwritten by noise", false, true, (stream, _, random) => Overwrite(stream.Bytes, random)),
        ("cut short", false, false, (stream, _, random) => stream.Bytes[..random.Next(0, stream.Bytes.Length - 1)]),
        ("bytes appended", false, true, (stream, _, random) => [.. stream.Bytes, .. random.Bytes(random.Next(4, 40))]),
        ("another stream appended", false, false, (stream, pool, random) => [.. stream.Bytes, .. pool.Any(random).Bytes]),
        ("bytes inserted or removed", false, false, (stream, _, random) => InsertOrRemove(stream.Bytes, random)),
        ("unit duplicated", true, false, (stream, _, random) => Duplicate(stream, random)),
        ("unit dropped", true, false, (stream, _, random) => Drop(stream, random)),
        ("units swapped", true, false, (stream, _, random) => Swap(stream, random)),
        ("spliced with a stream of another model", false, false, (stream, pool, random) => Splice(stream, pool.AnyOther(stream, random), random)),
        ("unit of another model", true, false, (stream, pool, random) => ForeignUnit(stream, pool, random)),
    ];

    private static byte[] FlipBits(byte[] stream, SplitMix random)
    {
        byte[] damaged = [.. stream];
        for (int i = random.Next(1, 3); i > 0; i--)
        {
            damaged[random.Next(0, damaged.Length - 1)] ^= (byte)(1 << random.Next(0, 7));
        }
        return damaged;
    }

    /// <summary>A run of bits whose first and last are flipped, and those between at random.</summary>
    private static byte[] Burst(byte[] stream, int bits, SplitMix random)
    {
        byte[] damaged = [.. stream];
        int length = Math.Min(bits, 8 * damaged.Length);
        int start = random.Next(0, (8 * damaged.Length) - length);
        for (int i = 0; i < length; i++)
        {
            if (i == 0 || i == length - 1 || random.Chance(50))
            {
                damaged[(start + i) / 8] ^= (byte)(1 << ((start + i) % 8));
            }
        }
        return damaged;
    }

    private static byte[] Overwrite(byte[] stream, SplitMix random)
    {
        byte[] damaged = [.. stream];
        byte[] noise = random.Bytes(random.Next(8, damaged.Length));
        int start = random.Next(0, damaged.Length - noise.Length);
        noise.CopyTo(damaged, start);
        return damaged;
    }

    private static byte[] InsertOrRemove(byte[] stream, SplitMix random)
    {
        int at = random.Next(0, stream.Length - 1);
        return random.Chance(50)
            ? [.. stream[..at], .. random.Bytes(random.Next(1, 8)), .. stream[at..]]
            : [.. stream[..at], .. stream[Math.Min(stream.Length, at + random.Next(1, 8))..]];
    }

    private static byte[] Duplicate(WholeStream stream, SplitMix random)
    {
        int unit = random.Next(0, stream.Units - 1);
        int at = stream.Blocks[random.Next(0, stream.Units)];
        return [.. stream.Bytes[..at], .. stream.Block(unit), .. stream.Bytes[at..]];
    }

    private static byte[] Drop(WholeStream stream, SplitMix random)
    {
        int unit = random.Next(0, stream.Units - 1);
        return [.. stream.Bytes[..stream.Blocks[unit]], .. stream.Bytes[stream.Blocks[unit + 1]..]];
    }

    private static byte[] Swap(WholeStream stream, SplitMix random)
    {
        int first = random.Next(0, stream.Units - 2);
        int second = random.Next(first + 1, stream.Units - 1);
        return
        [
            .. stream.Bytes[..stream.Blocks[first]], .. stream.Block(second), .. stream.Bytes[stream.Blocks[first + 1]..stream.Blocks[second]],
            .. stream.Block(first), .. stream.Bytes[stream.Blocks[second + 1]..],
        ];
    }

    /// <summary>The first part of one and the last part of the other.</summary>
    private static byte[] Splice(WholeStream stream, WholeStream other, SplitMix random) =>
        [.. stream.Bytes[..random.Next(1, stream.Bytes.Length - 1)], .. other.Bytes[random.Next(1, other.Bytes.Length - 1)..]];

    /// <summary>A unit in the place of the same one of another model's sequence.</summary>
    private static byte[] ForeignUnit(WholeStream stream, StreamPool pool, SplitMix random)
    {
        WholeStream other = pool.AnyOther(stream, random);
        int unit = random.Next(0, Math.Min(stream.Units, other.Units) - 1);
        return [.. stream.Bytes[..stream.Blocks[unit]], .. other.Block(unit), .. stream.Bytes[stream.Blocks[unit + 1]..]];
    }
}
