using System.Runtime.InteropServices;

namespace EdgeCodec.Native.Interop;

/// <summary><c>ec_encoder_options</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct EncoderOptions : ISizedStruct
{
    public uint StructSize;
    public uint AbiVersion;

    public static int FirstSize => 8;
}
