namespace EdgeCodec;

/// <summary>A latent as g's input (NETWORKS §2): +1 for a 1, -1 for a 0, 0 throughout a channel that is not available.</summary>
internal static class LatentTensor
{
    public static void Fill(Latent latent, Span<float> values)
    {
        int available = (int)(latent.AvailableChannels * latent.Size.Volume);
        ReadOnlySpan<byte> bits = latent.Bits[..available];
        for (int i = 0; i < bits.Length; i++)
        {
            values[i] = (2 * bits[i]) - 1;
        }
        values[available..].Clear();
    }

    public static void RequireShape(Latent latent, EdgeModel edge)
    {
        if (latent.Channels != edge.Latent.Channels || latent.Size != edge.Latent.Size)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.WrongModel,
                $"The latent is {latent.Channels} channels of {latent.Size}, but those of edge model {edge} are {edge.Latent.Channels} of {edge.Latent.Size}.");
        }
    }
}
