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
    public uint Depthwise;
    public sbyte* Weights;
    public int* Bias;
    public uint* Multiplier;
    public byte* Shift;
}

/// <summary><c>ec_picture_plan</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativePicturePlan
{
    public nint Kernel;
    public nint Net;
    public fixed uint Grid[3];
    public uint Channels;
    public uint SampleTypes;
    public uint MaxWidth;
    public uint Threads;
}

/// <summary><c>ec_picture_source</c>: source region, grid region and window.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativePictureSource
{
    public uint SampleType;
    public fixed uint Source[3];
    public uint SourceX;
    public uint SourceY;
    public fixed uint Grid[3];
    public uint GridX;
    public uint GridY;
    public int WindowLow;
    public uint WindowWidth;
    public fixed byte Pad[4];
}

/// <summary><c>ec_picture_rows</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativePictureRows
{
    public byte* First;
    public long ChannelStride;
    public long ColumnStride;
    public long RowStride;
    public long SliceStride;
    public uint Slice;
    public uint Row;
    public uint Slices;
    public uint Rows;
}

/// <summary>Sizes as the kernels order them: depth, height, width.</summary>
internal static unsafe class NativeAxes
{
    public static void Store(uint* axes, Size3 size) => Store(axes, size.D, size.H, size.W);

    public static void Store(uint* axes, int depth, int height, int width)
    {
        axes[0] = (uint)depth;
        axes[1] = (uint)height;
        axes[2] = (uint)width;
    }
}
