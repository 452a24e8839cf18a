namespace EdgeCodec;

/// <summary>What a <see cref="StreamHeader"/> holds, as a value: headers are written, and read for an answer, without allocating any.</summary>
internal readonly record struct HeaderFields(
    ushort ModelTag, int Width, int Height, int Depth, SampleType SampleType, IntensityWindow? Window, int? Layers)
{
    public bool LayerChecks { get; init; }

    public VoxelSpacing? Spacing { get; init; }

    public int? Slabs { get; init; }

    public StreamMetadata? Metadata { get; init; }

    public static implicit operator HeaderFields(StreamHeader header) => new(
        header.ModelTag, header.Width, header.Height, header.Depth, header.SampleType, header.Window, header.Layers)
    {
        LayerChecks = header.LayerChecks,
        Spacing = header.Spacing,
        Slabs = header.Slabs,
        Metadata = header.Metadata,
    };

    /// <summary>The header of these fields.</summary>
    public StreamHeader ToHeader(StreamMetadata? metadata) => new(ModelTag, Width, Height, Depth, SampleType, Window, Layers)
    {
        LayerChecks = LayerChecks,
        Spacing = Spacing,
        Slabs = Slabs,
        Metadata = metadata,
    };

    /// <summary>Layers in each unit of a stream of this model.</summary>
    public int LayersOf(EdgeModel model) => Layers ?? model.Latent.Layers;

    /// <summary>First slice and number of slices of a slab (FORMAT §4.4); without slabs there is one, the whole source.</summary>
    /// <param name="slab">0 to slabs - 1.</param>
    public (int Start, int Depth) SlabAt(int slab)
    {
        int count = Slabs ?? 1;
        int start = (int)((long)slab * Depth / count);
        return (start, (int)((slab + 1L) * Depth / count) - start);
    }
}
