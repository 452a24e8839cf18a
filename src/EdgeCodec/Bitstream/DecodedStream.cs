namespace EdgeCodec;

/// <summary>What a stream holds, once it is checked and decoded. Immutable and thread-safe.</summary>
/// <param name="Header">The header.</param>
/// <param name="Latent">The latent; channels of layers that the stream lacks are 0 and not available.</param>
/// <param name="Layers">Layers in the stream, at least 1.</param>
/// <param name="PayloadBytes">Bytes between header and check.</param>
/// <param name="CheckBytes">Bytes of the check.</param>
public sealed record DecodedStream(StreamHeader Header, Latent Latent, int Layers, int PayloadBytes, int CheckBytes)
{
    /// <summary>Bytes of the whole stream.</summary>
    public int TotalBytes => Header.HeaderBytes + PayloadBytes + CheckBytes;
}
