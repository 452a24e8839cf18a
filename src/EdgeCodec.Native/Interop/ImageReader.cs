namespace EdgeCodec.Native.Interop;

/// <summary>From <c>ec_image</c> to a view that lies inside its buffer, or an error that names the field.</summary>
internal static unsafe class ImageReader
{
    /// <exception cref="EdgeCodecException">NullArgument, InvalidArgument, ImageChannels, ImageInvalid or ImageTooLarge.</exception>
    public static PixelView View(in Image image)
    {
        if (image.SampleType > (uint)SampleType.S16)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.InvalidArgument, $"image.sample_type is {image.SampleType}, expected an ec_sample_type, 0 to 2.");
        }
        if (image.Channels is not (1 or 3))
        {
            throw new EdgeCodecException(EdgeCodecStatus.ImageChannels, $"image.channels is {image.Channels}, expected 1 or 3.");
        }
        CheckAxis(image.Width, "width");
        CheckAxis(image.Height, "height");
        CheckAxis(image.Depth, "depth");
        Argument.NotNull(image.Data, "image.data");

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
                EdgeCodecStatus.ImageInvalid, $"image.data_size is {image.DataSize}, but sizes, strides and offset reach from byte {first} to {end}.");
        }
        if (end - first > int.MaxValue)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.ImageTooLarge, $"image reaches over {end - first} bytes, expected at most {int.MaxValue}.");
        }
        var bytes = new ReadOnlySpan<byte>(image.Data + (nuint)first, (int)(end - first));
        return new PixelView(
            bytes, type, (int)image.Channels, (int)image.Width, (int)image.Height, (int)image.Depth,
            channel, column, row, slice, (long)(image.Offset - first));
    }

    private static void CheckAxis(uint size, string name)
    {
        if (size is < 1 or > PixelView.MaxAxis)
        {
            throw new EdgeCodecException(
                size == 0 ? EdgeCodecStatus.ImageInvalid : EdgeCodecStatus.ImageTooLarge,
                $"image.{name} is {size}, expected 1 to {PixelView.MaxAxis}.");
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
