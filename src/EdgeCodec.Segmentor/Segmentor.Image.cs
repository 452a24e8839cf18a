namespace EdgeCodec;

public sealed partial class Segmentor
{
    /// <summary>Value of a grid sample as a head's input: 0 to 1.</summary>
    private static readonly float[] UnitOfSample = [.. Enumerable.Range(0, 256).Select(v => v / 255f)];

    /// <summary>Segments a picture or volume itself, with a head that reads it (an uncompressed reference).</summary>
    /// <param name="image">The picture or volume.</param>
    /// <exception cref="EdgeCodecException">An image status: the head does not take the image.</exception>
    /// <exception cref="CloudException">
    /// ModelIncomplete (the head reads feature maps: encode the image and segment its stream), SourceTooLarge, RunFailed
    /// or OutputNotFinite.
    /// </exception>
    public LabelMap SegmentImage(in PixelView image)
    {
        if (!Head.ReadsImage)
        {
            throw new CloudException(
                CloudStatus.ModelIncomplete, $"Head '{Head.Name}' of model '{_folder.Name}' reads feature maps: encode the image and segment its stream.");
        }
        CheckSize(image.Width, image.Height, image.Depth);
        var samples = new byte[_grid.SampleCount];
        GridResampler.Resample(image, _grid, null, samples);
        return SegmentGrid(samples, image.Width, image.Height, image.Depth);
    }

    /// <summary>
    /// The rest of <see cref="SegmentImage"/> from samples that are at the grid already; what compares picture codecs
    /// puts a codec between the two. The label map is at the geometry of the source they came from.
    /// </summary>
    /// <param name="samples"><c>[D, H, W, C]</c> of the head's grid.</param>
    /// <param name="width">Source width.</param>
    /// <param name="height">Source height.</param>
    /// <param name="depth">Source depth; 1 for a picture.</param>
    /// <exception cref="ArgumentException">The number of samples is not the grid's.</exception>
    internal LabelMap SegmentGrid(ReadOnlySpan<byte> samples, int width, int height, int depth)
    {
        if (samples.Length != _grid.SampleCount)
        {
            throw new ArgumentException($"{samples.Length} samples, but the head's grid has {_grid.SampleCount}.", nameof(samples));
        }
        float[] input = GC.AllocateUninitializedArray<float>(_input.Count);
        ToPlanes(samples, _grid.Channels, input);
        float[] logits = GC.AllocateUninitializedArray<float>(_logits.Count);
        _network.Run(_input, input, _logits, logits, 1);
        return Render(logits, width, height, depth);
    }

    /// <summary>[D, H, W, C] samples to [C, D, H, W] floats.</summary>
    private static void ToPlanes(ReadOnlySpan<byte> samples, int channels, Span<float> planes)
    {
        int plane = samples.Length / channels;
        for (int c = 0; c < channels; c++)
        {
            Span<float> values = planes.Slice(c * plane, plane);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = UnitOfSample[samples[(i * channels) + c]];
            }
        }
    }
}
