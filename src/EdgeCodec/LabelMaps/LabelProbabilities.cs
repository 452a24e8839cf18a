namespace EdgeCodec;

/// <summary>
/// The adaptive probabilities of a label map's decisions (LABELMAP §3.3), by index. Working memory of the caller;
/// allocates nothing.
/// </summary>
/// <param name="probability">Of a 1 in 1/65536, <see cref="Count"/>.</param>
/// <param name="uses">How often each was used, up to <see cref="SlowestAfter"/>.</param>
internal readonly ref struct LabelProbabilities(Span<ushort> probability, Span<byte> uses)
{
    /// <summary>Whether a quiet stretch stays: bit 0 label to the left is not 0, bit 1 the stretch runs to the row's end.</summary>
    public const int Stay = 0;

    /// <summary>Exponents of the distance from a stretch's end: 16 for stretches before the row's end, 16 for those that reach it.</summary>
    public const int Distance = Stay + 4;

    public const int DistanceExponents = 16;

    /// <summary>Whether a label is the n-th candidate.</summary>
    public const int Candidate = Distance + (2 * DistanceExponents);

    /// <summary>Nodes of the tree of labels that were no candidate; node 0 is not used.</summary>
    public const int Tree = Candidate + 6;

    public const int TreeNodes = 256;

    /// <summary>Whether a label changes, by few neighbours: what a probability by all neighbours starts with.</summary>
    public const int CoarseChange = Tree + TreeNodes;

    /// <summary>Whether a label changes, by the neighbours in its slice.</summary>
    public const int FlatChange = CoarseChange + 64;

    /// <summary>Whether a label changes, by the neighbours in its slice and the one before.</summary>
    public const int DeepChange = FlatChange + (1 << 8);

    public const int Count = DeepChange + (1 << 13);

    private const int SlowestAfter = 24;

    private readonly Span<ushort> _probability = probability;
    private readonly Span<byte> _uses = uses;

    /// <summary>Sets every probability to one half, never used.</summary>
    public void Reset()
    {
        _probability.Fill(1 << 15);
        _uses.Clear();
    }

    public uint this[int index] => _probability[index];

    /// <summary>Lets a probability that was never used start with the value of another.</summary>
    public void StartWith(int index, int other)
    {
        if (_uses[index] == 0)
        {
            _probability[index] = _probability[other];
        }
    }

    /// <summary>Moves a probability towards a decision: by the mean at first, by 2/51 of the way after 24 decisions.</summary>
    public void Update(int index, int bit)
    {
        int uses = _uses[index];
        int p = _probability[index];
        int divisor = (2 * uses) + 3;
        p = bit != 0 ? p + ((65536 - p) * 2 / divisor) : p - (p * 2 / divisor);
        // The coder needs 32 to 65504 (RangeEncoder.MaxBytes).
        _probability[index] = (ushort)Math.Clamp(p, 32, 65504);
        if (uses < SlowestAfter)
        {
            _uses[index]++;
        }
    }
}
