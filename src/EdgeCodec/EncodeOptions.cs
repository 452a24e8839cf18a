namespace EdgeCodec;

/// <summary>What a caller can choose for an image. The default is right for most models. Immutable.</summary>
public sealed record EncodeOptions
{
    /// <summary>The intensity window: required by models of <see cref="WindowMode.Caller"/>, refused by others.</summary>
    public IntensityWindow? Window { get; init; }

    /// <summary>Layers to write, from 1 to the model's number; all by default.</summary>
    public int? Layers { get; init; }
}
