namespace EdgeCodec;

/// <summary>
/// Samples in memory that somebody else has checked and holds: sample (c, z, y, x) is at
/// <c>First + c * ChannelStride + z * SliceStride + y * RowStride + x * ColumnStride</c>. A whole source, or rows of
/// one. Strides of axes of size 1 are 0.
/// </summary>
internal readonly unsafe struct PixelRows
{
    public required byte* First { get; init; }

    public required SampleType Type { get; init; }

    public required int Channels { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required int Depth { get; init; }

    public long ChannelStride { get; init; }

    public long ColumnStride { get; init; }

    public long RowStride { get; init; }

    public long SliceStride { get; init; }

    /// <summary>A view's samples.</summary>
    /// <param name="view">A checked view.</param>
    /// <param name="data">Its data, held in place.</param>
    public static PixelRows Of(in PixelView view, byte* data) => new()
    {
        First = data + view.Origin,
        Type = view.Type,
        Channels = view.Channels,
        Width = view.Width,
        Height = view.Height,
        Depth = view.Depth,
        ChannelStride = view.Channels == 1 ? 0 : view.ChannelStride,
        ColumnStride = view.Width == 1 ? 0 : view.ColumnStride,
        RowStride = view.Height == 1 ? 0 : view.RowStride,
        SliceStride = view.Depth == 1 ? 0 : view.SliceStride,
    };
}
