namespace EdgeCodec;

/// <summary>What a latent costs under its model, before rounding to bytes and without header and check.</summary>
public static class CodeLength
{
    /// <summary>The sum of -log2 of the probabilities of the bits of the latent's available channels, in bits.</summary>
    /// <param name="model">The edge model.</param>
    /// <param name="latent">A latent of that model.</param>
    /// <param name="layers">Layers to count; all that are available by default.</param>
    /// <exception cref="EdgeCodecException">InvalidArgument: the latent is not of the model's shape, or lacks layers.</exception>
    public static double IdealBits(EdgeModel model, Latent latent, int? layers = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(latent);
        int count = model.Latent.LayersIn(latent, layers);
        var coder = new ContextCoder(model.Latent, model.Context);
        double sum = 0;
        for (int layer = 0; layer < count; layer++)
        {
            sum += coder.IdealBits(latent.Bits, layer);
        }
        return sum;
    }
}
