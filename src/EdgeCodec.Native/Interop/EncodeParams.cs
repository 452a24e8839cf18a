using System.Runtime.InteropServices;

namespace EdgeCodec.Native.Interop;

/// <summary><c>ec_encode_params</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct EncodeParams : ISizedStruct
{
    public uint StructSize;
    public uint Layers;
    public int WindowLow;
    public uint WindowWidth;
    public uint LayerChecks;
    public fixed uint Spacing[3];
    public byte* Metadata;
    public nuint MetadataSize;

    /// <summary>Of the last metadata that this thread gave: most give the same each time.</summary>
    [ThreadStatic]
    private static StreamMetadata? t_metadata;

    public static int FirstSize => 48;

    /// <summary>NULL is the defaults.</summary>
    /// <exception cref="EdgeCodecException">InvalidStructSize, NullArgument, InvalidArgument or WindowInvalid.</exception>
    public static EncoderChoices Read(EncodeParams* parameters) =>
        parameters == null ? default : SizedStruct.Read(parameters, "params").ToChoices();

    /// <summary>Zero layers is all of them; a window of width zero is none, and its low has to be zero then too.</summary>
    private readonly EncoderChoices ToChoices()
    {
        if (Layers > LatentSection.MaxLayers)
        {
            throw new EdgeCodecException(EdgeCodecStatus.InvalidArgument, $"params.layers is {Layers}, expected 0 to {LatentSection.MaxLayers}.");
        }
        if (WindowWidth > int.MaxValue || (WindowWidth == 0 && WindowLow != 0))
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.WindowInvalid,
                $"params.window_low is {WindowLow} and params.window_width {WindowWidth}, expected a width of 1 to 65535, or both 0 for no window.");
        }
        if (LayerChecks > 1)
        {
            throw new EdgeCodecException(EdgeCodecStatus.InvalidArgument, $"params.layer_checks is {LayerChecks}, expected 0 or 1.");
        }
        return new EncoderChoices
        {
            Layers = Layers == 0 ? null : (int)Layers,
            Window = WindowWidth == 0 ? null : new IntensityWindow(WindowLow, (int)WindowWidth),
            LayerChecks = LayerChecks != 0,
            Spacing = ReadSpacing(),
            Metadata = ReadMetadata(),
        };
    }

    private readonly VoxelSpacing? ReadSpacing()
    {
        var spacing = new VoxelSpacing(Spacing[0], Spacing[1], Spacing[2]);
        if (spacing == default)
        {
            return null;
        }
        return spacing.IsValid
            ? spacing
            : throw new EdgeCodecException(
                EdgeCodecStatus.InvalidArgument,
                $"params.spacing is {spacing.D}, {spacing.H}, {spacing.W}, expected 1 or more each, or all 0 for none.");
    }

    private readonly StreamMetadata? ReadMetadata()
    {
        if (Metadata == null)
        {
            return MetadataSize == 0
                ? null
                : throw new EdgeCodecException(EdgeCodecStatus.NullArgument, $"params.metadata is NULL, but params.metadata_size is {MetadataSize}.");
        }
        if (MetadataSize > StreamMetadata.MaxBytes)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.InvalidArgument, $"params.metadata_size is {MetadataSize}, expected at most {StreamMetadata.MaxBytes}.");
        }
        var bytes = new ReadOnlySpan<byte>(Metadata, (int)MetadataSize);
        if (t_metadata is null || !t_metadata.Bytes.SequenceEqual(bytes))
        {
            t_metadata = new StreamMetadata(bytes);
        }
        return t_metadata;
    }
}
