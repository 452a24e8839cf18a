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
}
