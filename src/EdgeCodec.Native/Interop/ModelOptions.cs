using System.Runtime.InteropServices;

namespace EdgeCodec.Native.Interop;

/// <summary><c>ec_model_options</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ModelOptions : ISizedStruct
{
    public uint StructSize;
    public uint AbiVersion;
    public Allocator Allocator;
    public Log Log;

    public static int FirstSize => 48;
}
