using System.Runtime.InteropServices;

namespace EdgeCodec;

/// <summary>Section <c>GRID</c> (ECM §2) in bytes.</summary>
internal static class GridSection
{
    private const int MaxGridAxis = 4096;

    public static GridSpec Read(ref SectionReader reader)
    {
        var fit = (GridFit)reader.U8("fit", 0, 2);
        int channels = reader.U8("channels", 1, 3);
        if (channels == 2)
        {
            throw reader.Invalid("channels is 2, expected 1 or 3", reader.Offset - 1);
        }
        var mode = (WindowMode)reader.U8("window_mode", 0, 2);
        var types = (SampleTypes)reader.U8("sample_types", 1, 7);
        bool isFixed = mode == WindowMode.Fixed;
        int low = reader.S32("window_low", isFixed ? IntensityWindow.MinLow : 0, isFixed ? IntensityWindow.MaxLow : 0);
        int width = reader.U32("window_width", isFixed ? 1 : 0, isFixed ? IntensityWindow.MaxWidth : 0);
        Size3 size = reader.U32x3("grid", 1, MaxGridAxis);
        if (size.Volume * channels > EdgeModel.MaxTensorSamples)
        {
            throw reader.Invalid($"the grid of {size} x {channels} samples is larger than 2^30", reader.Offset - 12);
        }
        Size3 minSource = reader.U32x3("min_source", 1, PixelView.MaxAxis);
        int maxAspect = reader.U32("max_aspect", 0, int.MaxValue);
        if (maxAspect is > 0 and < 16)
        {
            throw reader.Invalid($"max_aspect is {maxAspect}, expected 0 or at least 16", reader.Offset - 4);
        }
        byte[] pad = reader.Bytes("pad", 4);
        for (int c = channels; c < 4; c++)
        {
            reader.Element("pad", pad[c], 0, 0, c, 4, 1);
        }
        reader.End();
        return new GridSpec
        {
            Fit = fit,
            Channels = channels,
            WindowMode = mode,
            Window = new IntensityWindow(low, width),
            SampleTypes = types,
            Size = size,
            MinSource = minSource,
            MaxAspect16 = maxAspect,
            Pad = ImmutableCollectionsMarshal.AsImmutableArray(pad[..channels]),
        };
    }

    public static void Write(GridSpec grid, SectionBuilder builder)
    {
        if (!grid.Pad.IsDefaultOrEmpty)
        {
            SectionBuilder.CheckLength("GRID", "pad", grid.Pad, grid.Channels);
        }
        builder.U8((byte)grid.Fit);
        builder.U8(grid.Channels);
        builder.U8((byte)grid.WindowMode);
        builder.U8((byte)grid.SampleTypes);
        builder.S32(grid.Window.Low);
        builder.U32(grid.Window.Width);
        builder.U32x3(grid.Size);
        builder.U32x3(grid.MinSource);
        builder.U32(grid.MaxAspect16);
        for (int c = 0; c < 4; c++)
        {
            builder.U8(c < grid.Channels ? grid.PadOf(c) : 0);
        }
    }
}
