namespace EdgeCodec;

/// <summary>The edge network by definition (ECM §3): grid samples to latent. Thread-safe.</summary>
public static class ReferenceNetwork
{
    /// <summary>Runs all layers.</summary>
    /// <param name="model">The edge model.</param>
    /// <param name="gridSamples">u8, <c>[D, H, W, C]</c> of the model's grid.</param>
    /// <exception cref="EdgeCodecException">InvalidArgument: a wrong number of samples.</exception>
    public static Latent Run(EdgeModel model, ReadOnlySpan<byte> gridSamples)
    {
        ArgumentNullException.ThrowIfNull(model);
        Size3 size = model.Grid.Size;
        ReadOnlySpan<byte> samples = gridSamples;
        foreach (ConvLayer layer in model.Layers)
        {
            Size3 outputSize = layer.OutputSize(size);
            var output = new byte[outputSize.Volume * layer.OutChannels];
            ReferenceConvolution.Run(layer, size, samples, output);
            samples = output;
            size = outputSize;
        }
        int channels = model.Latent.Channels;
        return new Latent(ChannelsFirst(samples, channels), channels, size, channels);
    }

    /// <summary><c>[D, H, W, C]</c> to the coding order <c>[C, D, H, W]</c> (ECM §4).</summary>
    private static byte[] ChannelsFirst(ReadOnlySpan<byte> samples, int channels)
    {
        var bits = new byte[samples.Length];
        int places = samples.Length / channels;
        for (int i = 0; i < places; i++)
        {
            for (int c = 0; c < channels; c++)
            {
                bits[(c * places) + i] = samples[(i * channels) + c];
            }
        }
        return bits;
    }
}
