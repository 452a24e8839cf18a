namespace EdgeCodec;

/// <summary>From the segments of a unit to its bits. Holds its working memory; not thread-safe.</summary>
internal sealed class UnitDecoder(EdgeModel model)
{
    private readonly ContextCoder _coder = new(model.Latent, model.Context);

    /// <summary>Decodes layers into bits; the channels of other layers become 0.</summary>
    /// <returns>Layers decoded: fewer than segments if one is such as no encoder writes (FORMAT §7.1).</returns>
    public int Decode(ReadOnlySpan<byte> data, ReadOnlySpan<Range> segments, Span<byte> bits)
    {
        int layers = 0;
        while (layers < segments.Length && _coder.DecodeLayer(data[segments[layers]], layers, bits))
        {
            layers++;
        }
        if (layers > 0)
        {
            bits[(int)(model.Latent.ChannelsOf(layers) * model.Latent.Size.Volume)..].Clear();
        }
        return layers;
    }

    /// <summary>Decodes all layers, or throws StreamDamaged.</summary>
    /// <param name="data">Holds the segments.</param>
    /// <param name="segments">Where they lie.</param>
    /// <param name="bits">Receives the bits of all channels.</param>
    /// <param name="offset">Offset of the data in the stream.</param>
    public void DecodeAll(ReadOnlySpan<byte> data, ReadOnlySpan<Range> segments, Span<byte> bits, long offset)
    {
        int layers = Decode(data, segments, bits);
        if (layers < segments.Length)
        {
            throw StreamFormat.Error(
                EdgeCodecStatus.StreamDamaged, $"the segment of layer {layers + 1} is one that no encoder writes",
                offset + segments[layers].Start.Value);
        }
    }

    /// <summary>The part of the memory that the bits of all channels take; throws BufferTooSmall if there is less.</summary>
    public Span<byte> RequireRoom(Span<byte> bits) => bits.Length >= model.Latent.BitCount
        ? bits[..model.Latent.BitCount]
        : throw new EdgeCodecException(
            EdgeCodecStatus.BufferTooSmall, $"The destination has {bits.Length} bytes, but the latent has {model.Latent.BitCount} bits, a byte each.");

    /// <summary>The bits as a latent; the array becomes the latent's.</summary>
    public Latent ToLatent(byte[] bits, int layers) =>
        new(bits, model.Latent.Channels, model.Latent.Size, model.Latent.ChannelsOf(layers));
}
