using System.Runtime.InteropServices;

namespace EdgeCodec.Native.Interop;

/// <summary><c>ec_encode_params</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct EncodeParams : ISizedStruct
{
    public uint StructSize;
    public uint Layers;
    public int WindowLow;
    public uint WindowWidth;

    public static int FirstSize => 16;

    /// <summary>Zero layers is all of them; a window of width zero is none, and its low has to be zero then too.</summary>
    /// <exception cref="EdgeCodecException">InvalidArgument or WindowInvalid.</exception>
    public readonly EncodeOptions ToOptions()
    {
        if (Layers > int.MaxValue)
        {
            throw new EdgeCodecException(EdgeCodecStatus.InvalidArgument, $"params.layers is {Layers}, expected 0 to 15.");
        }
        if (WindowWidth > int.MaxValue || (WindowWidth == 0 && WindowLow != 0))
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.WindowInvalid,
                $"params.window_low is {WindowLow} and params.window_width {WindowWidth}, expected a width of 1 to 65535, or both 0 for no window.");
        }
        return new EncodeOptions
        {
            Layers = Layers == 0 ? null : (int)Layers,
            Window = WindowWidth == 0 ? null : new IntensityWindow(WindowLow, (int)WindowWidth),
        };
    }
}
