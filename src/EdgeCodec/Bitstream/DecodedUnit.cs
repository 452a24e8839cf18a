namespace EdgeCodec;

/// <summary>One unit of a stream, checked and decoded: a picture, a volume or a slab. Immutable and thread-safe.</summary>
/// <param name="Header">Header of the unit's source; of a slab, with the slab's own depth and without slabs.</param>
/// <param name="Latent">The latent; channels of layers that the unit lacks are 0 and not available.</param>
/// <param name="Layers">Layers in the latent, at least 1.</param>
public sealed record DecodedUnit(StreamHeader Header, Latent Latent, int Layers)
{
    /// <summary>Header of the stream or sequence; as <see cref="Header"/> unless the unit is a slab.</summary>
    public required StreamHeader SequenceHeader { get; init; }

    /// <summary>Identity of the edge model that it was checked against, as 64 lower-case hexadecimal digits; a header names its first two bytes only.</summary>
    public required string ModelIdentity { get; init; }

    /// <summary>Which sequence of the stream, from 0; 0 for a picture.</summary>
    public int Sequence { get; init; }

    /// <summary>Which unit of its sequence, from 0; 0 for a picture.</summary>
    public long Index { get; init; }

    /// <summary>Bytes of the layers' segments: what the entropy coder wrote.</summary>
    public int PayloadBytes { get; init; }

    /// <summary>
    /// Whether layers that the stream announces are missing, because it was cut short or damaged after them. Only a
    /// reader that asks for partial results gets such a unit.
    /// </summary>
    public bool IsPartial { get; init; }
}
