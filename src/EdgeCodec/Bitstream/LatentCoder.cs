namespace EdgeCodec;

/// <summary>Codes latents into segments in memory of its own, which holds them until the next latent. Not thread-safe.</summary>
internal sealed class LatentCoder
{
    private readonly ContextCoder _coder;
    private readonly byte[] _coded;
    private readonly Range[] _segments;

    public LatentCoder(EdgeModel model)
    {
        _coder = new ContextCoder(model.Latent, model.Context);
        int bytes = 0;
        foreach (int channels in model.Latent.LayerChannels)
        {
            bytes += RangeEncoder.MaxBytes((int)(channels * model.Latent.Size.Volume));
        }
        _coded = new byte[bytes];
        _segments = new Range[model.Latent.Layers];
    }

    /// <summary>The most bytes that the segments of a latent take.</summary>
    public int MaxBytes => _coded.Length;

    /// <summary>Memory that <see cref="Code"/>'s ranges are of.</summary>
    public ReadOnlySpan<byte> Coded => _coded;

    /// <summary>Codes the first layers of a latent.</summary>
    public ReadOnlySpan<Range> Code(ReadOnlySpan<byte> bits, int layers)
    {
        int at = 0;
        for (int layer = 0; layer < layers; layer++)
        {
            int length = _coder.EncodeLayer(bits, layer, _coded.AsSpan(at));
            _segments[layer] = at..(at + length);
            at += length;
        }
        return _segments.AsSpan(0, layers);
    }
}
