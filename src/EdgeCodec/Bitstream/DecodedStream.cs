namespace EdgeCodec;

/// <summary>What a whole stream holds, checked and decoded. Immutable and thread-safe.</summary>
/// <param name="Units">The units, in order.</param>
/// <param name="Sequences">Headers of the sequences, in order; of a picture its own.</param>
public sealed record DecodedStream(IReadOnlyList<DecodedUnit> Units, IReadOnlyList<StreamHeader> Sequences)
{
    /// <summary>Whether it is a stream of sequences.</summary>
    public bool IsSequence { get; init; }

    /// <summary>Bytes of the whole stream.</summary>
    public required long TotalBytes { get; init; }

    /// <summary>Bytes of checks, those of layers included.</summary>
    public required long CheckBytes { get; init; }

    /// <summary>Bytes that the entropy coder wrote.</summary>
    public long PayloadBytes => Units.Sum(unit => (long)unit.PayloadBytes);

    /// <summary>All other bytes: headers, lengths, markers, extensions.</summary>
    public long HeaderBytes => TotalBytes - CheckBytes - PayloadBytes;

    /// <summary>Pictures or volumes, the slabs of a volume counted as one.</summary>
    public int SourceCount => Units.Count(EndsSource);

    /// <summary>Whether a source is complete with one of the units: with the last slab of a volume, or the last one that there is.</summary>
    public bool EndsSource(DecodedUnit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return ReferenceEquals(unit, Units[^1]) || (unit.Index + 1) % (unit.SequenceHeader.Slabs ?? 1) == 0;
    }

    /// <summary>
    /// Why the rest is missing, if the stream was cut short or damaged and partial results were asked for; null if
    /// the stream is whole.
    /// </summary>
    public EdgeCodecException? Error { get; init; }
}
