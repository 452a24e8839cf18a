namespace EdgeCodec;

/// <summary>The header of a stream (FORMAT §2).</summary>
/// <param name="ModelTag">The first two bytes of the model's identity, the first in the upper half.</param>
/// <param name="Width">Source width, 1 to 65535.</param>
/// <param name="Height">Source height, 1 to 65535.</param>
/// <param name="Depth">Source depth, 1 to 65535; 1 for a picture.</param>
/// <param name="SampleType">Type of the source's samples.</param>
/// <param name="Window">The caller's intensity window; null unless the model asks for one.</param>
/// <param name="Layers">Layers in the stream; null where the model has one layer only, and the count is not written.</param>
public sealed record StreamHeader(
    ushort ModelTag, int Width, int Height, int Depth, SampleType SampleType, IntensityWindow? Window, int? Layers)
{
    /// <summary>Version of the format.</summary>
    public int Version { get; init; }

    /// <summary>Bytes that the header takes; 0 before it is written or read.</summary>
    public int HeaderBytes { get; init; }

    /// <summary>The model tag as four lower-case hexadecimal digits.</summary>
    public string ModelTagHex => ModelTag.ToString("x4", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The header of a stream of this model, checked against it; <see cref="HeaderBytes"/> is 0.</summary>
    /// <param name="model">The edge model.</param>
    /// <param name="sampleType">Type of the source's samples.</param>
    /// <param name="width">Source width.</param>
    /// <param name="height">Source height.</param>
    /// <param name="depth">Source depth; 1 for a picture.</param>
    /// <param name="window">The caller's window, if and only if the model asks for one.</param>
    /// <param name="layers">Layers to write; all by default.</param>
    /// <exception cref="EdgeCodecException">StreamHeaderInvalid, naming the field, or InvalidArgument for the layers.</exception>
    public static StreamHeader For(
        EdgeModel model, SampleType sampleType, int width, int height, int depth = 1, IntensityWindow? window = null, int? layers = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Latent.CheckLayers(layers ?? 1);
        int? written = model.Latent.Layers == 1 ? null : layers ?? model.Latent.Layers;
        var header = new StreamHeader(StreamFormat.TagOf(model), width, height, depth, sampleType, window, written);
        StreamHeaderRules.Check(header, model);
        return header;
    }
}
