namespace EdgeCodec;

/// <summary>
/// A picture or volume in the caller's memory: sample <c>(c, z, y, x)</c> starts at byte
/// <c>Origin + c * ChannelStride + z * SliceStride + y * RowStride + x * ColumnStride</c> of <see cref="Data"/>.
/// A view that exists lies wholly inside its data. Interleaved, planar and padded layouts are all strides;
/// RGBA is three channels with a column stride of four samples; a bottom-up picture has its origin in the last
/// row of memory and a negative row stride.
/// </summary>
public readonly ref struct PixelView
{
    /// <summary>The largest size of an axis (ECM §2).</summary>
    public const int MaxAxis = 65535;

    internal const long MaxVoxels = 1L << 36;

    /// <summary>Describes samples in memory and checks the description.</summary>
    /// <param name="data">Little-endian samples.</param>
    /// <param name="type">Type of every sample.</param>
    /// <param name="channels">1 (intensity) or 3 (red, green, blue).</param>
    /// <param name="width">Columns, 1 to 65535.</param>
    /// <param name="height">Rows, 1 to 65535.</param>
    /// <param name="depth">Slices, 1 to 65535; 1 for a picture.</param>
    /// <param name="channelStride">Bytes from a channel to the next; not 0 unless there is only one. The other strides likewise.</param>
    /// <param name="columnStride">Bytes from a column to the next.</param>
    /// <param name="rowStride">Bytes from a row to the next.</param>
    /// <param name="sliceStride">Bytes from a slice to the next.</param>
    /// <param name="origin">Byte of sample (0, 0, 0, 0) in <paramref name="data"/>.</param>
    /// <exception cref="EdgeCodecException">ImageInvalid, ImageChannels, ImageTooLarge or InvalidArgument, naming the argument.</exception>
    public PixelView(
        ReadOnlySpan<byte> data, SampleType type, int channels, int width, int height, int depth,
        long channelStride, long columnStride, long rowStride, long sliceStride, long origin = 0)
    {
        if (channels is not (1 or 3))
        {
            throw new EdgeCodecException(EdgeCodecStatus.ImageChannels, $"The image has {channels} channels, expected 1 or 3.");
        }
        CheckSize(width, nameof(width));
        CheckSize(height, nameof(height));
        CheckSize(depth, nameof(depth));
        if ((long)width * height * depth > MaxVoxels)
        {
            throw new EdgeCodecException(EdgeCodecStatus.ImageTooLarge, $"The image has {width} x {height} x {depth} samples, more than 2^36.");
        }
        int sampleBytes = BytesPerSample(type);
        if (origin < 0 || origin > data.Length)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.ImageInvalid, $"The image's {nameof(origin)} is {origin}, expected 0 to the data's {data.Length} bytes.");
        }
        long first = origin;
        long end = origin + sampleBytes;
        Extend(ref first, ref end, Reach(data.Length, channels, channelStride, nameof(channelStride)));
        Extend(ref first, ref end, Reach(data.Length, width, columnStride, nameof(columnStride)));
        Extend(ref first, ref end, Reach(data.Length, height, rowStride, nameof(rowStride)));
        Extend(ref first, ref end, Reach(data.Length, depth, sliceStride, nameof(sliceStride)));
        if (first < 0 || end > data.Length)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.ImageInvalid, $"The image data has {data.Length} bytes, but its sizes and strides reach from {first} to {end}.");
        }
        Data = data;
        Origin = origin;
        Type = type;
        Channels = channels;
        Width = width;
        Height = height;
        Depth = depth;
        ChannelStride = channelStride;
        ColumnStride = columnStride;
        RowStride = rowStride;
        SliceStride = sliceStride;
    }

    /// <summary>The memory that the samples lie in.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>Byte of sample (0, 0, 0, 0) in <see cref="Data"/>.</summary>
    public long Origin { get; }

    /// <summary>Type of every sample.</summary>
    public SampleType Type { get; }

    /// <summary>1 or 3; 0 only in a default view, which every consumer refuses.</summary>
    public int Channels { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Slices.</summary>
    public int Depth { get; }

    /// <summary>Bytes from a channel to the next.</summary>
    public long ChannelStride { get; }

    /// <summary>Bytes from a column to the next.</summary>
    public long ColumnStride { get; }

    /// <summary>Bytes from a row to the next.</summary>
    public long RowStride { get; }

    /// <summary>Bytes from a slice to the next.</summary>
    public long SliceStride { get; }

    /// <summary>A view of interleaved samples without padding: axis order depth, height, width, channel.</summary>
    /// <exception cref="EdgeCodecException">As the constructor.</exception>
    public static PixelView Packed(ReadOnlySpan<byte> data, SampleType type, int channels, int width, int height, int depth = 1)
    {
        long sample = BytesPerSample(type);
        long column = sample * channels;
        // Sizes are checked by the constructor; these products cannot wrap to something plausible before
        // that, since each factor that passes is at most 65535.
        return new PixelView(
            data, type, channels, width, height, depth, sample, column, unchecked(column * width), unchecked(column * width * height));
    }

    /// <summary>1 or 2.</summary>
    public static int BytesPerSample(SampleType type) => type switch
    {
        SampleType.U8 => 1,
        SampleType.U16 or SampleType.S16 => 2,
        _ => throw new EdgeCodecException(EdgeCodecStatus.InvalidArgument, $"Sample type {(int)type} is none of U8, U16, S16."),
    };

    private static void CheckSize(int size, string name)
    {
        if (size < 1)
        {
            throw new EdgeCodecException(EdgeCodecStatus.ImageInvalid, $"The image's {name} is {size}, expected 1 to {MaxAxis}.");
        }
        if (size > MaxAxis)
        {
            throw new EdgeCodecException(EdgeCodecStatus.ImageTooLarge, $"The image's {name} is {size}, expected 1 to {MaxAxis}.");
        }
    }

    /// <summary>Bytes from the first sample of an axis to its last; within 2^47, so that sums of four never overflow.</summary>
    private static long Reach(int dataLength, int size, long stride, string name)
    {
        if (size == 1)
        {
            return 0;
        }
        if (stride == 0 || stride < -dataLength || stride > dataLength)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.ImageInvalid, $"The image's {name} is {stride}, expected 1 to the data's {dataLength} bytes, or its negative.");
        }
        return (size - 1) * stride;
    }

    private static void Extend(ref long first, ref long end, long reach)
    {
        if (reach < 0)
        {
            first += reach;
        }
        else
        {
            end += reach;
        }
    }
}
