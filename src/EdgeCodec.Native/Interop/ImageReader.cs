namespace EdgeCodec.Native.Interop;

/// <summary>From <c>ec_image</c> to samples that lie inside its buffer, or an error that names the field.</summary>
internal static unsafe class ImageReader
{
    /// <param name="image">As the program gave it.</param>
    /// <param name="name">What messages call it: the argument's name.</param>
    /// <exception cref="EdgeCodecException">NullArgument, InvalidArgument, ImageChannels, ImageInvalid or ImageTooLarge.</exception>
    public static PixelRows Read(in Image image, string name)
    {
        CheckShape(name, image.SampleType, image.Channels, image.Width, image.Height, image.Depth);
        if (image.Data == null)
        {
            throw new EdgeCodecException(EdgeCodecStatus.NullArgument, $"{name}.data is NULL.");
        }
        if (image.DataSize > nuint.MaxValue - (nuint)image.Data)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.ImageInvalid, $"{name}.data_size is {image.DataSize}, more than there are addresses after {name}.data.");
        }
        var type = (SampleType)image.SampleType;
        int sample = PixelView.BytesPerSample(type);
        long channel = Stride(image.ChannelStride, sample);
        long column = Stride(image.ColumnStride, image.Channels * sample);
        long row = Stride(image.RowStride, (Int128)image.Width * column);
        long slice = Stride(image.SliceStride, (Int128)image.Height * row);

        // In 128 bits, where nothing that 32-bit sizes and 64-bit strides can say overflows.
        Int128 first = image.Offset;
        Int128 end = first + sample;
        Extend(image.Channels, channel, ref first, ref end);
        Extend(image.Width, column, ref first, ref end);
        Extend(image.Height, row, ref first, ref end);
        Extend(image.Depth, slice, ref first, ref end);
        if (first < 0 || end > image.DataSize)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.ImageInvalid, $"{name}.data_size is {image.DataSize}, but sizes, strides and offset reach from byte {first} to {end}.");
        }
        return new PixelRows
        {
            First = image.Data + image.Offset,
            Type = type,
            Channels = (int)image.Channels,
            Width = (int)image.Width,
            Height = (int)image.Height,
            Depth = (int)image.Depth,
            ChannelStride = image.Channels == 1 ? 0 : channel,
            ColumnStride = image.Width == 1 ? 0 : column,
            RowStride = image.Height == 1 ? 0 : row,
            SliceStride = image.Depth == 1 ? 0 : slice,
        };
    }

    /// <summary>What does not depend on a model.</summary>
    public static void CheckShape(string name, uint sampleType, uint channels, uint width, uint height, uint depth)
    {
        if (sampleType > (uint)SampleType.S16)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.InvalidArgument, $"{name}.sample_type is {sampleType}, expected an ec_sample_type, 0 to 2.");
        }
        if (channels is not (1 or 3))
        {
            throw new EdgeCodecException(EdgeCodecStatus.ImageChannels, $"{name}.channels is {channels}, expected 1 or 3.");
        }
        CheckAxis(name, "width", width);
        CheckAxis(name, "height", height);
        CheckAxis(name, "depth", depth);
        if ((ulong)width * height * depth > PixelView.MaxVoxels)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.ImageTooLarge, $"{name} is {width} x {height} x {depth} samples, expected at most 2^36.");
        }
    }

    private static void CheckAxis(string name, string axis, uint size)
    {
        if (size is < 1 or > PixelView.MaxAxis)
        {
            throw new EdgeCodecException(
                size == 0 ? EdgeCodecStatus.ImageInvalid : EdgeCodecStatus.ImageTooLarge,
                $"{name}.{axis} is {size}, expected 1 to {PixelView.MaxAxis}.");
        }
    }

    /// <summary>Zero stands for packed. What is packed beyond 64 bits is beyond any buffer, which the caller finds.</summary>
    private static long Stride(long given, Int128 packed) =>
        given != 0 ? given : (long)Int128.Clamp(packed, long.MinValue, long.MaxValue);

    private static void Extend(uint size, long stride, ref Int128 first, ref Int128 end)
    {
        Int128 reach = (Int128)(size - 1) * stride;
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
