namespace EdgeCodec;

/// <summary>The header of a picture or of a sequence (FORMAT §3). Equal by content; immutable.</summary>
/// <param name="ModelTag">The first two bytes of the model's identity, the first in the upper half.</param>
/// <param name="Width">Source width, 1 to 65535.</param>
/// <param name="Height">Source height, 1 to 65535.</param>
/// <param name="Depth">Source depth, 1 to 65535; 1 for a picture. Of a volume in slabs: of the whole volume.</param>
/// <param name="SampleType">Type of the source's samples.</param>
/// <param name="Window">The caller's intensity window; null unless the model asks for one.</param>
/// <param name="Layers">Layers in each unit, if fewer than the model has; null for all.</param>
public sealed record StreamHeader(
    ushort ModelTag, int Width, int Height, int Depth, SampleType SampleType, IntensityWindow? Window, int? Layers)
{
    /// <summary>Whether every layer but the last has a check of its own, so that partial results can be had.</summary>
    public bool LayerChecks { get; init; }

    /// <summary>Distance between samples, if the caller gave it.</summary>
    public VoxelSpacing? Spacing { get; init; }

    /// <summary>Slabs that each volume comes in, 2 to <see cref="Depth"/>; null if each unit is a whole source.</summary>
    public int? Slabs { get; init; }

    /// <summary>The caller's own bytes; null if there are none, not even an empty field.</summary>
    public StreamMetadata? Metadata { get; init; }

    /// <summary>The model tag as four lower-case hexadecimal digits.</summary>
    public string ModelTagHex => ModelTag.ToString("x4", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The header of streams of this model, checked against it.</summary>
    /// <param name="model">The edge model.</param>
    /// <param name="sampleType">Type of the source's samples.</param>
    /// <param name="width">Source width.</param>
    /// <param name="height">Source height.</param>
    /// <param name="depth">Source depth; 1 for a picture.</param>
    /// <param name="options">Window, layers and what else the caller chooses.</param>
    /// <param name="slabs">Slabs of each volume in a sequence; null for whole sources.</param>
    /// <exception cref="EdgeCodecException">StreamHeaderInvalid, naming the field, or InvalidArgument for the layers.</exception>
    public static StreamHeader For(
        EdgeModel model, SampleType sampleType, int width, int height, int depth = 1, EncodeOptions? options = null, int? slabs = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        int layers = options?.Layers ?? model.Latent.Layers;
        model.Latent.CheckLayers(layers);
        var header = new StreamHeader(
            StreamFormat.TagOf(model), width, height, depth, sampleType, options?.Window, layers == model.Latent.Layers ? null : layers)
        {
            LayerChecks = layers > 1 && options is { LayerChecks: true },
            Spacing = options?.Spacing,
            Slabs = slabs,
            Metadata = options?.Metadata,
        };
        StreamHeaderRules.Check(header, model, 0);
        return header;
    }

    /// <summary>Layers in each unit of a stream of this model.</summary>
    public int LayersOf(EdgeModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Layers ?? model.Latent.Layers;
    }

    /// <summary>First slice and number of slices of a slab (FORMAT §4.4); without slabs there is one, the whole source.</summary>
    /// <param name="slab">0 to slabs - 1.</param>
    public (int Start, int Depth) SlabAt(int slab)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slab);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slab, Slabs ?? 1);
        return ((HeaderFields)this).SlabAt(slab);
    }

    /// <summary>The header that a unit of the sequence would have as a source of its own.</summary>
    internal StreamHeader OfUnit(long index) =>
        Slabs is int slabs ? this with { Depth = SlabAt((int)(index % slabs)).Depth, Slabs = null } : this;
}
