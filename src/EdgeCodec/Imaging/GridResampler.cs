namespace EdgeCodec;

/// <summary>
/// From source samples to grid samples (ECM §2): fit, exact integer area resampling, intensity window, one
/// rounding at the end. Thread-safe.
/// </summary>
/// <remarks>
/// The weight of a source sample is the product of its weights along width, height and depth, so sums are
/// taken axis by axis: each source row shrinks to grid columns as it is met, rows add up to grid rows, slices
/// to grid slices. A source sample is read once and costs one addition, since all that lie wholly inside a
/// grid column have the same weight. Sums are exact: at most 2^36 samples of 16 bits.
/// </remarks>
public static class GridResampler
{
    /// <summary>Fills the grid from a source.</summary>
    /// <param name="source">The picture or volume.</param>
    /// <param name="grid">The model's grid.</param>
    /// <param name="window">The caller's window: required by <see cref="WindowMode.Caller"/>, refused otherwise.</param>
    /// <param name="gridSamples">Receives <c>[D, H, W, C]</c>; exactly <see cref="GridSpec.SampleCount"/> long.</param>
    /// <exception cref="EdgeCodecException">
    /// ImageInvalid, ImageChannels, ImageSampleType, ImageTooSmall, ImageAspect, WindowRequired,
    /// WindowNotAllowed, WindowInvalid or InvalidArgument.
    /// </exception>
    public static void Resample(in PixelView source, GridSpec grid, IntensityWindow? window, Span<byte> gridSamples)
    {
        ArgumentNullException.ThrowIfNull(grid);
        if (gridSamples.IsEmpty || gridSamples.Length != grid.SampleCount)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.InvalidArgument, $"The grid buffer has {gridSamples.Length} samples, expected {grid.SampleCount}.");
        }
        CheckSource(source, grid);
        ResampleChecked(source, grid, SourceRules.ResolveWindow(grid, source.Type, window), gridSamples);
    }

    /// <summary>Fills the grid from a source that the model takes, with the window that holds for it.</summary>
    internal static void ResampleChecked(in PixelView source, GridSpec grid, IntensityWindow window, Span<byte> gridSamples)
    {
        switch (source.Type)
        {
            case SampleType.U8:
                Resample<U8Reader>(source, grid, window, gridSamples);
                break;
            case SampleType.U16:
                Resample<U16Reader>(source, grid, window, gridSamples);
                break;
            default:
                Resample<S16Reader>(source, grid, window, gridSamples);
                break;
        }
    }

    /// <summary>Throws unless the model takes this source.</summary>
    internal static void CheckSource(in PixelView source, GridSpec grid)
    {
        if (source.Channels == 0)
        {
            throw new EdgeCodecException(EdgeCodecStatus.ImageInvalid, "The image view is empty.");
        }
        SourceRules.Require(grid, new EncoderSource(source.Type, source.Channels, source.Width, source.Height, source.Depth));
    }

    private static void Resample<TReader>(in PixelView source, GridSpec grid, IntensityWindow window, Span<byte> gridSamples)
        where TReader : struct, ISampleReader
    {
        GridPlacement place = GridPlacement.Of(grid, source.Width, source.Height);
        var slices = new SliceSums<TReader>(source, place);
        AxisOverlap[] depths = AxisOverlap.Of(source.Depth, grid.Depth);
        var volume = new long[slices.Length];
        long total = (long)source.Depth * place.SourceHeight * place.SourceWidth;
        int sliceSamples = gridSamples.Length / grid.Depth;
        for (int z = 0; z < grid.Depth; z++)
        {
            AxisOverlap overlap = depths[z];
            Array.Clear(volume);
            for (int j = overlap.First; j <= overlap.Last; j++)
            {
                ColumnSums.AddWeighted(volume, slices.Of(j), overlap.Weight(j, grid.Depth));
            }
            Store(volume, total, grid, place, window, gridSamples.Slice(z * sliceSamples, sliceSamples));
        }
    }

    /// <summary>Windows the sums of one grid slice (ECM §2.3) and pads around them.</summary>
    private static void Store(
        ReadOnlySpan<long> sums, long total, GridSpec grid, GridPlacement place, IntensityWindow window, Span<byte> slice)
    {
        for (int i = 0; i < slice.Length; i++)
        {
            slice[i] = grid.PadOf(i % grid.Channels);
        }
        int rowSums = place.GridWidth * grid.Channels;
        for (int y = 0; y < place.GridHeight; y++)
        {
            int at = (((place.GridY + y) * grid.Width) + place.GridX) * grid.Channels;
            for (int i = 0; i < rowSums; i++)
            {
                slice[at + i] = Window(sums[(y * rowSums) + i], total, window);
            }
        }
    }

    /// <summary>ECM §2.3. <paramref name="sum"/> is v, <paramref name="total"/> T; everything stays below 2^62.</summary>
    private static byte Window(long sum, long total, IntensityWindow window)
    {
        long denominator = window.Width * total;
        long numerator = (255 * (sum - (window.Low * total))) + (denominator / 2);
        // The clamp at 0 comes before the division, which would round a negative quotient towards zero.
        return numerator <= 0 ? (byte)0 : (byte)Math.Min(255, numerator / denominator);
    }
}
