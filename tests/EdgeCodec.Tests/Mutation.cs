namespace EdgeCodec.Tests;

/// <summary>Damage for small deterministic fuzzing; the long campaigns have tools of their own.</summary>
internal static class Mutation
{
    private static readonly byte[] Extremes = [0, 1, 0x7F, 0x80, 0xFF];

    /// <summary>One to four random changes: bytes set, bits flipped, runs inserted, removed, repeated or cut off.</summary>
    public static byte[] Of(byte[] data, SplitMix random)
    {
        var bytes = new List<byte>(data);
        for (int i = random.Next(1, 4); i > 0 && bytes.Count > 0; i--)
        {
            int at = random.Next(0, bytes.Count - 1);
            int run = Math.Min(random.Next(1, 9), bytes.Count - at);
            switch (random.Next(0, 6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(0, 7));
                    break;
                case 1:
                    bytes[at] = Extremes[random.Next(0, Extremes.Length - 1)];
                    break;
                case 2:
                    bytes.InsertRange(at, random.Bytes(run));
                    break;
                case 3:
                    bytes.RemoveRange(at, run);
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(at, run));
                    break;
                case 5:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    for (int j = 0; j < run; j++)
                    {
                        bytes[at + j] = 0xFF;
                    }
                    break;
            }
        }
        return [.. bytes];
    }
}
