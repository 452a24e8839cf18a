using System.Runtime.CompilerServices;

namespace EdgeCodec;

/// <summary>
/// Binary range encoder (FORMAT §7). Writes into memory of the caller, which must hold
/// <see cref="MaxBytes"/> of the bits to come. Allocates nothing.
/// </summary>
internal ref struct RangeEncoder(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;
    private int _count;

    // Invariant after every bit: low < 2^32 and 2^24 <= range, so that range >> 16 is at least 256.
    private ulong _low;
    private uint _range = uint.MaxValue;

    /// <summary>
    /// Bytes that any number of bits can take. A bit narrows the range by at least 32/65536 of it, less one
    /// part in 256 by truncation: at most 11 + log2(256/255) = 11.0057 bits, below 1409/1024 bytes. Renormalising
    /// keeps 8 bits back and Finish writes 4 bytes.
    /// </summary>
    public static int MaxBytes(int bits) => (int)((bits * 1409L) / 1024) + 6;

    /// <summary>Bytes written so far.</summary>
    public readonly int Count => _count;

    /// <summary>Codes a bit.</summary>
    /// <param name="bit">0 or 1.</param>
    /// <param name="p1">Probability of a 1 in 1/65536, 1 to 65535.</param>
    public void Encode(int bit, uint p1)
    {
        Narrow(bit, p1, ref _low, ref _range);
        while (_range < 1u << 24)
        {
            ShiftOut();
            _range <<= 8;
        }
    }

    /// <summary>Codes bits, with the state in registers until a byte goes out.</summary>
    /// <param name="bits">Each 0 or 1.</param>
    /// <param name="p1">As many probabilities of a 1 in 1/65536, 1 to 65535.</param>
    public void Encode(ReadOnlySpan<byte> bits, ReadOnlySpan<ushort> p1)
    {
        ulong low = _low;
        uint range = _range;
        p1 = p1[..bits.Length];
        for (int i = 0; i < bits.Length; i++)
        {
            Narrow(bits[i], p1[i], ref low, ref range);
            while (range < 1u << 24)
            {
                _low = low;
                ShiftOut();
                low = _low;
                range <<= 8;
            }
        }
        _low = low;
        _range = range;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Narrow(int bit, uint p1, ref ulong low, ref uint range)
    {
        uint bound = (range >> 16) * p1;
        // No branch: which bit it is, is what a processor cannot foretell.
        bool isOne = bit != 0;
        low += isOne ? 0 : bound;
        range = isOne ? bound : range - bound;
    }

    /// <summary>Ends the segment and gives its length.</summary>
    public int Finish()
    {
        // The value in [low, low + range - 1] with the most trailing zero bits, since zero bytes are free.
        ulong last = _low + _range - 1;
        for (int k = 32; k >= 0; k--)
        {
            ulong mask = (1UL << k) - 1;
            ulong value = (_low + mask) & ~mask;
            if (value <= last)
            {
                _low = value;
                break;
            }
        }
        for (int i = 0; i < 4; i++)
        {
            ShiftOut();
        }
        while (_count > 0 && _destination[_count - 1] == 0)
        {
            _count--;
        }
        return _count;
    }

    private void ShiftOut()
    {
        if (_low >> 32 != 0)
        {
            // The coded value is below the first range, 2^32 - 1, so that a carry always finds a byte below 0xFF.
            int at = _count - 1;
            while (++_destination[at] == 0)
            {
                at--;
            }
        }
        _destination[_count++] = (byte)(_low >> 24);
        _low = (_low & 0x00FFFFFF) << 8;
    }
}
