namespace EdgeCodec;

/// <summary>
/// From small streams in memory to latents (FORMAT.md). Fails closed: what is not a whole, undamaged stream of the
/// very model is an error, and nothing of it is decoded. The static methods are thread-safe; a decoder object holds
/// its working memory, serves any number of pictures and is not.
/// </summary>
public sealed class StreamDecoder
{
    private readonly BlockParser _blocks;
    private readonly UnitDecoder _decoder;

    /// <summary>Prepares for pictures of a model.</summary>
    public StreamDecoder(EdgeModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _blocks = new BlockParser(model);
        _decoder = new UnitDecoder(model);
    }

    /// <summary>Reads the first header of a stream, without its model. Whether the stream is whole is not checked.</summary>
    /// <exception cref="EdgeCodecException">
    /// NotAStream, StreamVersionUnsupported, StreamHeaderInvalid or StreamTruncated, with the offset.
    /// </exception>
    public static StreamHeader ReadHeader(ReadOnlySpan<byte> stream) => ReadFirst(stream).Header;

    /// <summary>Bytes of the first header of a stream, in a sequence with its marker.</summary>
    /// <inheritdoc cref="ReadHeader"/>
    public static int HeaderLength(ReadOnlySpan<byte> stream) => ReadFirst(stream).Length;

    /// <summary>Whether a stream is one of sequences rather than a picture.</summary>
    public static bool IsSequence(ReadOnlySpan<byte> stream) => stream is [StreamFormat.SequenceMarker, ..];

    /// <summary>Checks and decodes the stream of one picture.</summary>
    /// <param name="stream">The whole stream and nothing else.</param>
    /// <param name="model">The model that made it.</param>
    /// <exception cref="EdgeCodecException">FORMAT §8, with the offset; StreamHeaderInvalid for a sequence.</exception>
    public static DecodedUnit Decode(ReadOnlySpan<byte> stream, EdgeModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        RequirePicture(stream);
        return new StreamParser(model).Read(stream, isFinal: true, out _, out _)!;
    }

    /// <summary>Checks and decodes all units of a stream of any kind.</summary>
    /// <param name="stream">The whole stream and nothing else; with partial results, what there is of it.</param>
    /// <param name="model">The model that made it.</param>
    /// <param name="options">Whether partial results are wanted.</param>
    /// <exception cref="EdgeCodecException">FORMAT §8, with the offset.</exception>
    public static DecodedStream DecodeAll(ReadOnlySpan<byte> stream, EdgeModel model, StreamReadOptions? options = null)
    {
        var sequences = new List<StreamHeader>();
        var parser = new StreamParser(model, options) { Sequences = sequences };
        var units = new List<DecodedUnit>();
        for (int at = 0; !parser.IsCompleted;)
        {
            if (parser.Read(stream[at..], isFinal: true, out int consumed, out _) is { } unit)
            {
                units.Add(unit);
            }
            at += consumed;
        }
        return new DecodedStream(units, sequences)
        {
            IsSequence = parser.IsSequence,
            TotalBytes = stream.Length,
            CheckBytes = parser.CheckBytes,
            Error = parser.Error,
        };
    }

    /// <summary>Checks and decodes the stream of one picture into the caller's memory. Allocates nothing while headers stay the same.</summary>
    /// <param name="stream">The whole stream and nothing else.</param>
    /// <param name="bits">Receives the bits of all channels, ordered <c>[C, D, H, W]</c>: 0 or 1 each, 0 in layers that the stream lacks. May be longer; the rest stays as it is.</param>
    /// <param name="header">The stream's header.</param>
    /// <returns>Layers in the stream.</returns>
    /// <exception cref="EdgeCodecException">As <see cref="Decode"/>, or BufferTooSmall. The bits are undefined then.</exception>
    public int DecodeBits(ReadOnlySpan<byte> stream, Span<byte> bits, out StreamHeader header)
    {
        RequirePicture(stream);
        bits = _decoder.RequireRoom(bits);
        _blocks.Reset();
        _blocks.Read(stream, isFinal: true, out int at);
        _blocks.Read(stream[at..], isFinal: true, out _);
        _decoder.DecodeAll(stream[at..], _blocks.Segments, bits, at);
        header = _blocks.Header!;
        return _blocks.Segments.Length;
    }

    private static (StreamHeader Header, int Length) ReadFirst(ReadOnlySpan<byte> stream)
    {
        int marker = IsSequence(stream) ? 1 : 0;
        StreamHeader? header = StreamHeaderReader.Read(stream[marker..], marker, marker != 0, out int length, out string missing);
        return header is not null ? (header, marker + length) : throw EndsWithin(missing, stream.Length);
    }

    /// <summary>As <see cref="ReadHeader"/>, of a picture, without its metadata; allocates nothing.</summary>
    internal static HeaderFields ReadFields(ReadOnlySpan<byte> stream) =>
        StreamHeaderReader.TryRead(stream, 0, out HeaderFields fields, out string missing) ? fields : throw EndsWithin(missing, stream.Length);

    private static EdgeCodecException EndsWithin(string field, int length) =>
        StreamFormat.Error(EdgeCodecStatus.StreamTruncated, $"the stream ends within the header's {field}", length);

    private static void RequirePicture(ReadOnlySpan<byte> stream)
    {
        if (IsSequence(stream))
        {
            throw StreamFormat.Error(EdgeCodecStatus.StreamHeaderInvalid, "the stream is a sequence, expected a picture", 0);
        }
    }
}
