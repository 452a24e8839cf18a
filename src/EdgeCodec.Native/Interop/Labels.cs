using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace EdgeCodec.Native.Interop;

/// <summary><c>ec_labels</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Labels : ISizedStruct
{
    public uint StructSize;
    public uint LabelBytes;
    public void* Data;
    public nuint Count;

    public static int FirstSize => 24;
}

/// <summary><c>ec_labelmap_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LabelMapInfo : ISizedStruct
{
    private const int DigestBytes = 8;
    private const int ReferenceBytes = 16;
    private const int TextBytes = 72;

    public uint StructSize;
    public uint Version;
    public uint Width;
    public uint Height;
    public uint Depth;
    public uint LabelCount;
    public uint HeadVersion;
    public uint HasReference;
    public fixed byte StreamDigest[DigestBytes];
    public fixed byte Reference[ReferenceBytes];
    public fixed byte HeadName[TextBytes];

    public static int FirstSize => 128;

    public static LabelMapInfo Of(LabelMapHeader header)
    {
        var info = new LabelMapInfo
        {
            Version = (uint)header.Version,
            Width = (uint)header.Width,
            Height = (uint)header.Height,
            Depth = (uint)header.Depth,
            LabelCount = (uint)header.LabelCount,
            HeadVersion = (uint)header.HeadVersion,
            HasReference = header.Reference.IsEmpty ? 0u : 1u,
        };
        BinaryPrimitives.WriteUInt64BigEndian(new Span<byte>(info.StreamDigest, DigestBytes), header.StreamDigest);
        header.Reference.CopyTo(new Span<byte>(info.Reference, ReferenceBytes));
        // LABELMAP §2: at most 64 bytes; what is left over stays zero and ends the text.
        header.HeadNameUtf8.CopyTo(new Span<byte>(info.HeadName, TextBytes - 1));
        return info;
    }
}
