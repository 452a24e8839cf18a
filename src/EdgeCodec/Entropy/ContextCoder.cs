namespace EdgeCodec;

/// <summary>
/// Codes the channels of one layer (ECM §4, §5; FORMAT §7). Encoding and decoding walk the same bits in the
/// same order with the same probabilities. Not thread-safe.
/// </summary>
internal sealed class ContextCoder(LatentSpec latent, ContextModel model)
{
    private readonly ContextEvaluator _evaluator = new(latent, model);

    /// <summary>Codes a layer into a segment and gives its length.</summary>
    /// <param name="bits">The latent, <c>[C, D, H, W]</c>.</param>
    /// <param name="layer">Index of the layer.</param>
    /// <param name="segment">At least <see cref="RangeEncoder.MaxBytes"/> of the layer's bits.</param>
    public int EncodeLayer(ReadOnlySpan<byte> bits, int layer, Span<byte> segment)
    {
        var encoder = new RangeEncoder(segment);
        (int first, int end) = ChannelsOf(layer);
        for (int row = first * RowsPerChannel; row < end * RowsPerChannel; row++)
        {
            int start = StartRow(bits, row, isKnown: true);
            encoder.Encode(bits.Slice(start, latent.Width), _evaluator.Probabilities(bits));
        }
        return encoder.Finish();
    }

    /// <summary>Decodes a layer from its segment; false if no encoder writes such a segment (FORMAT §7).</summary>
    /// <param name="segment">The whole segment.</param>
    /// <param name="layer">Index of the layer; the layers before it are already in <paramref name="bits"/>.</param>
    /// <param name="bits">The latent, <c>[C, D, H, W]</c>; receives the layer's channels.</param>
    public bool DecodeLayer(ReadOnlySpan<byte> segment, int layer, Span<byte> bits)
    {
        var decoder = new RangeDecoder(segment);
        if (!decoder.IsCodeInRange || segment is [.., 0])
        {
            return false;
        }
        (int first, int end) = ChannelsOf(layer);
        for (int row = first * RowsPerChannel; row < end * RowsPerChannel; row++)
        {
            int start = StartRow(bits, row, isKnown: false);
            for (int x = 0; x < latent.Width; x++)
            {
                bits[start + x] = (byte)decoder.Decode(_evaluator.Probability(bits, x));
            }
        }
        return segment.Length <= decoder.Taken;
    }

    /// <summary>The ideal code length of a layer in bits: the sum of -log2 of the probabilities of its bits.</summary>
    public double IdealBits(ReadOnlySpan<byte> bits, int layer)
    {
        double sum = 0;
        (int first, int end) = ChannelsOf(layer);
        for (int row = first * RowsPerChannel; row < end * RowsPerChannel; row++)
        {
            int start = StartRow(bits, row, isKnown: true);
            ReadOnlySpan<ushort> ones = _evaluator.Probabilities(bits);
            for (int x = 0; x < latent.Width; x++)
            {
                uint p1 = ones[x];
                sum -= Math.Log2((bits[start + x] != 0 ? p1 : 65536 - p1) / 65536.0);
            }
        }
        return sum;
    }

    private int RowsPerChannel => latent.Depth * latent.Height;

    private (int First, int End) ChannelsOf(int layer) => (latent.ChannelsOf(layer), latent.ChannelsOf(layer + 1));

    /// <summary>Prepares a row, counted over channels, slices and rows, and gives the index of its first bit.</summary>
    private int StartRow(ReadOnlySpan<byte> bits, int row, bool isKnown)
    {
        int channel = row / RowsPerChannel;
        int inChannel = row % RowsPerChannel;
        _evaluator.StartRow(bits, channel, inChannel / latent.Height, inChannel % latent.Height, isKnown);
        return row * latent.Width;
    }
}
