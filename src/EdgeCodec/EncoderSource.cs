namespace EdgeCodec;

/// <summary>The shape of a source, before any of its samples.</summary>
internal readonly record struct EncoderSource(SampleType Type, int Channels, int Width, int Height, int Depth);

/// <summary>What a host chooses for a source: <see cref="EncodeOptions"/> as a value.</summary>
internal readonly record struct EncoderChoices
{
    public IntensityWindow? Window { get; init; }

    public int? Layers { get; init; }

    public bool LayerChecks { get; init; }

    public VoxelSpacing? Spacing { get; init; }

    public StreamMetadata? Metadata { get; init; }

    /// <summary>Whether the stream is a sequence of units (FORMAT §4) rather than one picture.</summary>
    public bool IsSequence { get; init; }

    /// <summary>Slabs that each volume of a sequence comes in; null for whole sources.</summary>
    public int? Slabs { get; init; }
}
