using System.Runtime.InteropServices;

namespace EdgeCodec.Native.Interop;

/// <summary><c>ec_source</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Source : ISizedStruct
{
    public uint StructSize;
    public uint SampleType;
    public uint Channels;
    public uint Width;
    public uint Height;
    public uint Depth;
    public uint Framing;
    public uint Slabs;

    public static int FirstSize => 32;

    /// <exception cref="EdgeCodecException">InvalidArgument, ImageChannels, ImageInvalid or ImageTooLarge.</exception>
    public readonly EncoderSource ToSource()
    {
        ImageReader.CheckShape("source", SampleType, Channels, Width, Height, Depth);
        return new EncoderSource((SampleType)SampleType, (int)Channels, (int)Width, (int)Height, (int)Depth);
    }

    /// <summary>Adds framing and slabs to what the parameters say.</summary>
    /// <exception cref="EdgeCodecException">InvalidArgument.</exception>
    public readonly EncoderChoices Complete(EncoderChoices choices)
    {
        if (Framing > 1)
        {
            throw new EdgeCodecException(EdgeCodecStatus.InvalidArgument, $"source.framing is {Framing}, expected an ec_framing, 0 or 1.");
        }
        if (Slabs == 0)
        {
            return choices with { IsSequence = Framing == 1 };
        }
        if (Framing == 0 || Slabs < 2 || Slabs > Depth)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.InvalidArgument,
                $"source.slabs is {Slabs}, expected 0, or 2 to source.depth, {Depth}, with EC_FRAMING_SEQUENCE.");
        }
        return choices with { IsSequence = true, Slabs = (int)Slabs };
    }
}
