namespace EdgeCodec;

/// <summary>What a caller can choose for an image. The default is right for most models. Immutable.</summary>
public sealed record EncodeOptions
{
    /// <summary>The intensity window: required by models of <see cref="WindowMode.Caller"/>, refused by others.</summary>
    public IntensityWindow? Window { get; init; }

    /// <summary>Layers to write, from 1 to the model's number; all by default.</summary>
    public int? Layers { get; init; }

    /// <summary>
    /// Whether each layer but the last gets a check of its own, 4 bytes, so that a reader can be given the layers
    /// before a cut or damage (FORMAT §9). Of no effect on a single layer.
    /// </summary>
    public bool LayerChecks { get; init; }

    /// <summary>Distance between the source's samples, to be carried along.</summary>
    public VoxelSpacing? Spacing { get; init; }

    /// <summary>Bytes to be carried along. Never put patient data here unless the transport is made for it.</summary>
    public StreamMetadata? Metadata { get; init; }
}
