using System.Runtime.InteropServices;

namespace EdgeCodec.Fuzz;

/// <summary>Mutations of bytes that know no structure: those of AFL's havoc stage.</summary>
internal sealed class Mutator(SplitMixSource random)
{
    private static readonly byte[][] Interesting =
    [
        [0], [1], [0x7F], [0x80], [0xFF], [0xFF, 0xFF], [0, 0x80], [0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0x80], [0xFF, 0xFF, 0xFF, 0xFF],
        // Varints: 2^7, 2^14, 2^32 - 1, 2^32, one that does not end, one not in the shortest form.
        [0x80, 1], [0x80, 0x80, 1], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0x80, 0x80, 0x80, 0x80, 0x10], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0x81, 0],
    ];

    /// <summary>One to eight changes.</summary>
    /// <param name="input">Changed in place.</param>
    /// <param name="other">Another input of the corpus, to splice with.</param>
    /// <param name="maxBytes">The input stays below this.</param>
    public void Mutate(List<byte> input, byte[] other, int maxBytes)
    {
        for (int i = 1 << random.Below(4); i > 0; i--)
        {
            if (input.Count == 0)
            {
                input.Add(random.Byte());
            }
            int at = random.Below(input.Count);
            int run = Math.Min(1 + random.Below(random.OneIn(4) ? 64 : 6), input.Count - at);
            Change(input, other, at, run);
            if (input.Count > maxBytes)
            {
                input.RemoveRange(maxBytes, input.Count - maxBytes);
            }
        }
    }

    private void Change(List<byte> input, byte[] other, int at, int run)
    {
        Span<byte> bytes = CollectionsMarshal.AsSpan(input);
        switch (random.Below(12))
        {
            case 0 or 1 or 2:
                bytes[at] ^= (byte)(1 << random.Below(8));
                break;
            case 3:
                bytes[at] = random.Byte();
                break;
            case 4:
                bytes[at] += (byte)(random.Below(33) - 16);
                break;
            case 5:
                byte[] value = Interesting[random.Below(Interesting.Length)];
                value.AsSpan(0, Math.Min(value.Length, bytes.Length - at)).CopyTo(bytes[at..]);
                break;
            case 6:
                input.RemoveRange(at, run);
                break;
            case 7:
                input.InsertRange(at, bytes.Slice(at, run).ToArray());
                break;
            case 8:
                input.InsertRange(at, Interesting[random.Below(Interesting.Length)]);
                break;
            case 9:
                int from = random.Below(input.Count - run + 1);
                bytes.Slice(from, run).CopyTo(bytes.Slice(at, run));
                break;
            case 10 when other.Length > 0:
                int start = random.Below(other.Length);
                input.InsertRange(at, other[start..Math.Min(other.Length, start + 1 + random.Below(64))]);
                break;
            case 11 when random.OneIn(4):
                input.RemoveRange(at, input.Count - at);
                break;
            default:
                bytes.Slice(at, run).Fill(random.Byte());
                break;
        }
    }
}
