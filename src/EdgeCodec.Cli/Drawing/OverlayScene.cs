using EdgeCodec.Cli.Pictures;

namespace EdgeCodec.Cli.Drawing;

/// <summary>What an overlay shows. All pictures are of the same source.</summary>
internal sealed record OverlayScene
{
    /// <summary>How the source met the model's grid.</summary>
    public required GridSpec Grid { get; init; }

    /// <summary>The feature map, at the grid.</summary>
    public required FeatureMap Map { get; init; }

    /// <summary>The predicted labels, at the source's geometry.</summary>
    public required LabelMap Labels { get; init; }

    /// <summary>The photograph; null where only the stream is at hand.</summary>
    public Picture? Photograph { get; init; }

    /// <summary>The true labels, at the source's geometry.</summary>
    public byte[]? Truth { get; init; }

    /// <summary>A line below the panels: what was sent.</summary>
    public required string Caption { get; init; }
}
