using System.Buffers.Binary;

namespace EdgeCodec;

/// <summary>Constants of the stream (FORMAT §2 to §5).</summary>
internal static class StreamFormat
{
    public const int Version = 1;
    public const byte Signature = 0xE0;
    public const byte SignatureMask = 0xF0;
    public const byte WideFlag = 1 << 3;
    public const byte OptionsFlag = 1 << 2;
    public const byte SampleTypeMask = 3;
    public const byte SequenceMarker = 0xE3;

    /// <summary>The largest size that the narrow form of the header holds.</summary>
    public const int MaxNarrowAxis = 1 << 12;
    public const int MaxStatedLayers = LatentSection.MaxLayers - 1;

    /// <summary>Lead of the end of a stream (FORMAT §4.3).</summary>
    public const uint EndLead = 1;

    /// <summary>Lead of the end of a sequence that another follows.</summary>
    public const uint NextLead = 3;
    public const int MaxExtensionBytes = 1 << 16;
    public const int CheckBytes = 4;

    /// <summary>start, tag, wide size, options, depth, window, layers, spacing, slabs: all but metadata and its length.</summary>
    public const int MaxPlainHeaderBytes = 1 + 2 + 4 + 1 + 3 + 6 + 1 + (3 * Varint.MaxBytes) + 3;
    public const int MaxHeaderBytes = MaxPlainHeaderBytes + 2 + StreamMetadata.MaxBytes;

    /// <summary>The longest payload that a reader takes (FORMAT §6).</summary>
    public static int MaxPayloadBytes(LatentSpec latent) => (2 * latent.BitCount) + 256;

    public static EdgeCodecException Error(EdgeCodecStatus status, string what, long offset) =>
        new(status, $"Stream, byte {offset}: {what}.", offset);

    /// <summary>The first two bytes of an identity (FORMAT §3 model_tag).</summary>
    public static ushort TagOf(EdgeModel model) => BinaryPrimitives.ReadUInt16BigEndian(model.Identity);
}

/// <summary>Bits of the header's options byte (FORMAT §3).</summary>
[Flags]
internal enum HeaderOptions
{
    None = 0,
    Depth = 1 << 0,
    Window = 1 << 1,
    Layers = 1 << 2,
    LayerChecks = 1 << 3,
    Spacing = 1 << 4,
    Slabs = 1 << 5,
    Metadata = 1 << 6,
    Reserved = 1 << 7,
}
