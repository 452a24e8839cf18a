namespace EdgeCodec;

/// <summary>Codes binary decisions; one walk over a map (<see cref="LabelWalk{T, TBins}"/>) serves both directions.</summary>
internal interface ILabelBins
{
    /// <summary>Whether decisions are written: they are given, and given back. Otherwise they are read.</summary>
    static abstract bool Writes { get; }

    /// <summary>Whether the decisions of one more step of the walk fit.</summary>
    bool HasRoom { get; }

    /// <summary>Codes a decision, and gives it.</summary>
    /// <param name="bit">The decision, 0 or 1; ignored when reading.</param>
    /// <param name="p1">Probability of a 1 in 1/65536, 32 to 65504.</param>
    int Code(int bit, uint p1);
}

/// <summary>Decisions on their way into a payload.</summary>
internal ref struct LabelBinWriter(Span<byte> destination) : ILabelBins
{
    /// <summary>
    /// Decisions of a step: whether a stretch stays, 16 of a distance's exponent and 15 of its bits, six candidates, 16
    /// bits of a label; fewer than 64.
    /// </summary>
    private static readonly int StepBytes = RangeEncoder.MaxBytes(64);

    private readonly int _limit = destination.Length - StepBytes;
    private RangeEncoder _encoder = new(destination);

    public static bool Writes => true;

    public readonly bool HasRoom => _encoder.Count <= _limit;

    public int Code(int bit, uint p1)
    {
        _encoder.Encode(bit, p1);
        return bit;
    }

    /// <summary>Ends the payload and gives its length.</summary>
    public int Finish() => _encoder.Finish();
}

/// <summary>Decisions out of a payload.</summary>
internal ref struct LabelBinReader(ReadOnlySpan<byte> payload) : ILabelBins
{
    private RangeDecoder _decoder = new(payload);

    public static bool Writes => false;

    public readonly bool HasRoom => true;

    /// <summary>Whether the payload can come from an encoder, as far as its first bytes say.</summary>
    public readonly bool IsCodeInRange => _decoder.IsCodeInRange;

    /// <summary>Bytes of the payload, and of the zeros after it, that were taken in.</summary>
    public readonly int Taken => _decoder.Taken;

    public int Code(int bit, uint p1) => _decoder.Decode(p1);
}
