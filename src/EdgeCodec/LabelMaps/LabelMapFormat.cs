namespace EdgeCodec;

/// <summary>Constants of the label map (LABELMAP §2).</summary>
internal static class LabelMapFormat
{
    public const byte Magic = 0xEB;
    public const int Version = 1;
    public const int VersionShift = 5;
    public const byte DepthFlag = 1 << 4;
    public const byte ReferenceFlag = 1 << 3;
    public const byte ReservedFlags = 7;
    public const int DigestBytes = 8;
    public const int DigestOffset = 2;
    public const int GeometryOffset = DigestOffset + DigestBytes;
    public const int MaxLabelCount = 65536;
    public const int MaxHeadNameBytes = 64;
    public const int ReferenceBytes = 16;
    public const int CheckBytes = 4;

    /// <summary>magic, version_flags, digest; three numbers of an axis and one of labels of at most 17 bits; head version; name; reference.</summary>
    public const int MaxHeaderBytes = GeometryOffset + (4 * 3) + Varint.MaxBytes + 1 + MaxHeadNameBytes + ReferenceBytes;

    public static EdgeCodecException Error(EdgeCodecStatus status, string what, int offset) =>
        new(status, $"Label map, byte {offset}: {what}.", offset);

    /// <summary>What a head may be called: 1 to 64 bytes of UTF-8 without control characters.</summary>
    public static bool IsHeadName(ReadOnlySpan<byte> name) =>
        name.Length is >= 1 and <= MaxHeadNameBytes
        && System.Text.Unicode.Utf8.IsValid(name)
        && !name.ContainsAnyInRange((byte)0x00, (byte)0x1F)
        && !name.Contains((byte)0x7F);
}
