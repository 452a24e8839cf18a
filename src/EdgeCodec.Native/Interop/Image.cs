using System.Runtime.InteropServices;

namespace EdgeCodec.Native.Interop;

/// <summary><c>ec_image</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Image : ISizedStruct
{
    public uint StructSize;
    public uint SampleType;
    public byte* Data;
    public nuint DataSize;
    public nuint Offset;
    public uint Channels;
    public uint Width;
    public uint Height;
    public uint Depth;
    public long ChannelStride;
    public long ColumnStride;
    public long RowStride;
    public long SliceStride;

    public static int FirstSize => 80;
}
