using System.Buffers.Binary;
using System.Numerics;

namespace EdgeCodec;

/// <summary>
/// SHA-256 (FIPS 180-4) of a short message: the platform's class needs a library on the device that may not be there.
/// Allocates nothing.
/// </summary>
internal static class Sha256
{
    private const int BlockBytes = 64;
    private const int LengthBytes = 8;

    // FIPS 180-4 §4.2.2: the first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static ReadOnlySpan<uint> K =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>The first 8 bytes of the digest of <paramref name="head"/> followed by <paramref name="tail"/>, the first uppermost.</summary>
    public static ulong Leading64(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        // §5.3.3: the same of the square roots of the first 8 primes.
        Span<uint> state =
        [
            0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
        ];
        Span<byte> block = stackalloc byte[BlockBytes];
        long length = (long)head.Length + tail.Length;
        int filled = Append(state, block, 0, head);
        filled = Append(state, block, filled, tail);

        // §5.1.1: a 1 bit, zeros, and the length in bits as the last 8 bytes of a block.
        block[filled++] = 0x80;
        if (filled > BlockBytes - LengthBytes)
        {
            block[filled..].Clear();
            Compress(state, block);
            filled = 0;
        }
        block[filled..].Clear();
        BinaryPrimitives.WriteInt64BigEndian(block[^LengthBytes..], length * 8);
        Compress(state, block);
        return ((ulong)state[0] << 32) | state[1];
    }

    /// <summary>Takes bytes in; a full block is compressed at once. Gives the bytes that wait in the block.</summary>
    private static int Append(Span<uint> state, Span<byte> block, int filled, ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            int count = Math.Min(data.Length, BlockBytes - filled);
            data[..count].CopyTo(block[filled..]);
            data = data[count..];
            filled += count;
            if (filled == BlockBytes)
            {
                Compress(state, block);
                filled = 0;
            }
        }
        return filled;
    }

    /// <summary>§6.2.2.</summary>
    private static void Compress(Span<uint> state, ReadOnlySpan<byte> block)
    {
        Span<uint> w = stackalloc uint[64];
        for (int t = 0; t < 16; t++)
        {
            w[t] = BinaryPrimitives.ReadUInt32BigEndian(block[(4 * t)..]);
        }
        for (int t = 16; t < 64; t++)
        {
            uint s0 = BitOperations.RotateRight(w[t - 15], 7) ^ BitOperations.RotateRight(w[t - 15], 18) ^ (w[t - 15] >> 3);
            uint s1 = BitOperations.RotateRight(w[t - 2], 17) ^ BitOperations.RotateRight(w[t - 2], 19) ^ (w[t - 2] >> 10);
            w[t] = w[t - 16] + s0 + w[t - 7] + s1;
        }
        (uint a, uint b, uint c, uint d) = (state[0], state[1], state[2], state[3]);
        (uint e, uint f, uint g, uint h) = (state[4], state[5], state[6], state[7]);
        for (int t = 0; t < 64; t++)
        {
            uint s1 = BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25);
            uint t1 = h + s1 + ((e & f) ^ (~e & g)) + K[t] + w[t];
            uint s0 = BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22);
            uint t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e) = (g, f, e, d + t1);
            (d, c, b, a) = (c, b, a, t1 + t2);
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }
}
