namespace EdgeCodec;

/// <summary>Constants of the stream (FORMAT §2 to §4).</summary>
internal static class StreamFormat
{
    public const byte Magic = 0xEC;
    public const int Version = 0;
    public const int VersionShift = 5;
    public const byte DepthFlag = 1 << 4;
    public const byte WindowFlag = 1 << 3;
    public const byte LayersFlag = 1 << 2;
    public const byte SampleTypeMask = 3;
    public const int CheckBytes = 4;

    /// <summary>magic, version_flags, model_tag; five numbers of at most 17 bits; layers.</summary>
    public const int MaxHeaderBytes = 4 + (5 * 3) + 1;

    public static EdgeCodecException Error(EdgeCodecStatus status, string what, int offset) =>
        new(status, $"Stream, byte {offset}: {what}.", offset);

    /// <summary>The first two bytes of an identity (FORMAT §2 model_tag).</summary>
    public static ushort TagOf(EdgeModel model) => (ushort)((model.Identity[0] << 8) | model.Identity[1]);
}
