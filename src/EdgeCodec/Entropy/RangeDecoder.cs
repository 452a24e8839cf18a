namespace EdgeCodec;

/// <summary>Binary range decoder (FORMAT §7) over one segment. Allocates nothing.</summary>
internal ref struct RangeDecoder
{
    private readonly ReadOnlySpan<byte> _segment;
    private int _taken;
    private uint _range;
    private uint _code;

    public RangeDecoder(ReadOnlySpan<byte> segment)
    {
        _segment = segment;
        _range = uint.MaxValue;
        for (int i = 0; i < 4; i++)
        {
            _code = (_code << 8) | Next();
        }
    }

    /// <summary>Whether the first four bytes can come from an encoder: the coded value lies below the range.</summary>
    public readonly bool IsCodeInRange => _code < _range;

    /// <summary>Bytes of the segment, and of the zeros after it, that were taken in.</summary>
    public readonly int Taken => _taken;

    /// <summary>Decodes a bit.</summary>
    /// <param name="p1">Probability of a 1 in 1/65536, 1 to 65535.</param>
    public int Decode(uint p1)
    {
        uint bound = (_range >> 16) * p1;
        int bit;
        if (_code < bound)
        {
            _range = bound;
            bit = 1;
        }
        else
        {
            _code -= bound;
            _range -= bound;
            bit = 0;
        }
        while (_range < 1u << 24)
        {
            _code = (_code << 8) | Next();
            _range <<= 8;
        }
        return bit;
    }

    private uint Next()
    {
        uint value = _taken < _segment.Length ? _segment[_taken] : 0u;
        _taken++;
        return value;
    }
}
