using System.Runtime.InteropServices;

namespace EdgeCodec;

/// <summary><c>ec_conv_spec</c>: a layer as the kernels take it. Axes are depth, height, width.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeConvSpec
{
    public fixed uint InSize[3];
    public uint InChannels;
    public uint OutChannels;
    public fixed uint Kernel[3];
    public fixed uint Stride[3];
    public fixed uint Dilation[3];
    public fixed uint PadBefore[3];
    public fixed uint PadAfter[3];
    public uint Output;
    public uint InZero;
    public uint OutZero;
    public sbyte* Weights;
    public int* Bias;
    public uint* Multiplier;
    public byte* Shift;
}

/// <summary><c>ec_area_spec</c>: source region, grid region and window of a resampling.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeAreaSpec
{
    public uint SampleType;
    public uint Channels;
    public fixed uint Source[3];
    public fixed uint Grid[3];
    public int WindowLow;
    public uint WindowWidth;
    public long ChannelStride;
    public long ColumnStride;
}
