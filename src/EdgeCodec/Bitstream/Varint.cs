namespace EdgeCodec;

/// <summary>Variable-length integers (FORMAT §1): 7 bits a byte, least significant first, shortest form only.</summary>
internal static class Varint
{
    public const int MaxBytes = 5;

    public enum Result
    {
        Ok,
        Truncated,
        Invalid,
    }

    /// <summary>Writes <paramref name="value"/> and gives the number of bytes.</summary>
    public static int Write(Span<byte> destination, uint value)
    {
        int count = 0;
        while (value >= 0x80)
        {
            destination[count++] = (byte)(value | 0x80);
            value >>= 7;
        }
        destination[count++] = (byte)value;
        return count;
    }

    /// <summary>Reads a value; <paramref name="consumed"/> is 0 unless the result is Ok.</summary>
    public static Result Read(ReadOnlySpan<byte> source, out uint value, out int consumed)
    {
        value = 0;
        consumed = 0;
        ulong sum = 0;
        for (int i = 0; i < MaxBytes; i++)
        {
            if (i == source.Length)
            {
                return Result.Truncated;
            }
            byte next = source[i];
            sum |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80)
            {
                // A last byte of zero is a longer form of a shorter number; five bytes hold 35 bits.
                if ((next == 0 && i > 0) || sum > uint.MaxValue)
                {
                    return Result.Invalid;
                }
                value = (uint)sum;
                consumed = i + 1;
                return Result.Ok;
            }
        }
        return Result.Invalid;
    }

    public static uint ZigZag(int value) => (uint)((value << 1) ^ (value >> 31));

    public static int UnZigZag(uint value) => (int)(value >> 1) ^ -(int)(value & 1);
}
