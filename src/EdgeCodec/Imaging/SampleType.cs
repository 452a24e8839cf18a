namespace EdgeCodec;

/// <summary>The type of a source sample. The values are those of the stream's header (FORMAT §3).</summary>
public enum SampleType : byte
{
    /// <summary>Unsigned, 8 bits.</summary>
    U8 = 0,

    /// <summary>Unsigned, 16 bits, little-endian.</summary>
    U16 = 1,

    /// <summary>Two's complement, 16 bits, little-endian.</summary>
    S16 = 2,
}
