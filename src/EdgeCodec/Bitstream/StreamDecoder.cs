namespace EdgeCodec;

/// <summary>
/// From stream to latent (FORMAT.md). Fails closed: what is not a whole, undamaged stream of the very model
/// is an error, and nothing of it is decoded. Thread-safe.
/// </summary>
public static class StreamDecoder
{
    /// <summary>Reads a stream's header alone, without its model. Whether the stream is whole is not checked.</summary>
    /// <exception cref="EdgeCodecException">
    /// NotAStream, StreamVersionUnsupported, StreamHeaderInvalid or StreamTruncated, with the offset.
    /// </exception>
    public static StreamHeader ReadHeader(ReadOnlySpan<byte> stream) => StreamHeaderReader.Read(stream);

    /// <summary>Checks and decodes a stream.</summary>
    /// <param name="stream">The whole stream and nothing else.</param>
    /// <param name="model">The model that made it.</param>
    /// <exception cref="EdgeCodecException">
    /// As <see cref="ReadHeader"/>, or WrongModel, StreamHeaderInvalid for this model, StreamTruncated or
    /// StreamDamaged, with the offset (FORMAT §5).
    /// </exception>
    public static DecodedStream Decode(ReadOnlySpan<byte> stream, EdgeModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        StreamHeader header = StreamHeaderReader.Read(stream);
        StreamHeaderRules.CheckModel(header, model);
        StreamHeaderRules.Check(header, model);
        int layers = header.Layers ?? 1;
        Span<Range> segments = stackalloc Range[LatentSection.MaxLayers];
        segments = segments[..layers];
        FindSegments(stream, header.HeaderBytes, segments);
        StreamCheck.Verify(stream, model);

        LatentSpec spec = model.Latent;
        var bits = new byte[spec.BitCount];
        var coder = new ContextCoder(spec, model.Context);
        for (int layer = 0; layer < layers; layer++)
        {
            if (!coder.DecodeLayer(stream[segments[layer]], layer, bits))
            {
                throw StreamFormat.Error(
                    EdgeCodecStatus.StreamDamaged, $"the segment of layer {layer + 1} is one that no encoder writes",
                    segments[layer].Start.Value);
            }
        }
        var latent = new Latent(bits, spec.Channels, spec.Size, spec.ChannelsOf(layers));
        int payload = stream.Length - header.HeaderBytes - StreamFormat.CheckBytes;
        return new DecodedStream(header, latent, layers, payload, StreamFormat.CheckBytes);
    }

    /// <summary>Where the segments lie (FORMAT §3).</summary>
    private static void FindSegments(ReadOnlySpan<byte> stream, int headerBytes, Span<Range> segments)
    {
        int end = stream.Length - StreamFormat.CheckBytes;
        if (end < headerBytes)
        {
            throw StreamFormat.Error(
                EdgeCodecStatus.StreamTruncated, $"{stream.Length - headerBytes} bytes follow the header, expected at least the check's 4", stream.Length);
        }
        int at = headerBytes;
        for (int i = 0; i < segments.Length - 1; i++)
        {
            Varint.Result result = Varint.Read(stream[at..end], out uint length, out int consumed);
            if (result == Varint.Result.Invalid)
            {
                throw StreamFormat.Error(
                    EdgeCodecStatus.StreamDamaged, $"the length of layer {i + 1}'s segment is not a varint in shortest form below 2^32", at);
            }
            if (result == Varint.Result.Truncated || length > (uint)(end - at - consumed))
            {
                throw StreamFormat.Error(
                    EdgeCodecStatus.StreamTruncated, $"the segment of layer {i + 1} does not end before the check at {end}", at);
            }
            at += consumed;
            segments[i] = at..(at + (int)length);
            at += (int)length;
        }
        segments[^1] = at..end;
    }
}
