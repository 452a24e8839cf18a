using System.Buffers.Binary;

namespace EdgeCodec;

/// <summary>
/// From latent to stream (FORMAT.md): header, a segment per layer, check. Holds its working memory; not
/// thread-safe. One encoder serves any number of streams of its model.
/// </summary>
public sealed class StreamEncoder
{
    private readonly EdgeModel _model;
    private readonly ContextCoder _coder;
    private readonly byte[] _stream;
    private readonly byte[] _segment;

    /// <summary>Prepares for streams of a model.</summary>
    public StreamEncoder(EdgeModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _coder = new ContextCoder(model.Latent, model.Context);
        int segments = 0;
        int longest = 0;
        foreach (int channels in model.Latent.LayerChannels)
        {
            int bytes = RangeEncoder.MaxBytes((int)(channels * model.Latent.Size.Volume));
            longest = Math.Max(longest, bytes);
            segments += Varint.MaxBytes + bytes;
        }
        MaxBytes = StreamFormat.MaxHeaderBytes + segments + StreamFormat.CheckBytes;
        _segment = new byte[longest];
        _stream = new byte[MaxBytes];
    }

    /// <summary>No stream of this model is longer, whatever the image.</summary>
    public int MaxBytes { get; }

    /// <summary>Writes a stream.</summary>
    /// <param name="header">Its header, as <see cref="StreamHeader.For"/> or a decoded stream gives it; says how many layers are written.</param>
    /// <param name="latent">A latent of the model that holds those layers.</param>
    /// <param name="destination">Receives the stream; untouched if it is too small.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="EdgeCodecException">
    /// WrongModel, StreamHeaderInvalid or InvalidArgument for a header or latent of another model;
    /// BufferTooSmall, with the size needed in its text.
    /// </exception>
    public int Write(StreamHeader header, Latent latent, Span<byte> destination)
    {
        ReadOnlySpan<byte> stream = Write(header, latent);
        if (stream.Length > destination.Length)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.BufferTooSmall, $"The destination has {destination.Length} bytes, but the stream needs {stream.Length}.");
        }
        stream.CopyTo(destination);
        return stream.Length;
    }

    /// <summary>Writes a stream into the encoder's own memory, which holds it until the next call.</summary>
    /// <inheritdoc cref="Write(StreamHeader, Latent, Span{byte})"/>
    public ReadOnlySpan<byte> Write(StreamHeader header, Latent latent)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(latent);
        StreamHeaderRules.CheckModel(header, _model);
        StreamHeaderRules.Check(header, _model);
        int layers = _model.Latent.LayersIn(latent, header.Layers ?? 1);
        int at = StreamHeaderWriter.Write(header, _stream);
        for (int layer = 0; layer < layers; layer++)
        {
            // FORMAT §3: the last segment ends where the check begins; the others state their length.
            int length = _coder.EncodeLayer(latent.Bits, layer, _segment);
            if (layer < layers - 1)
            {
                at += Varint.Write(_stream.AsSpan(at), (uint)length);
            }
            _segment.AsSpan(0, length).CopyTo(_stream.AsSpan(at));
            at += length;
        }
        BinaryPrimitives.WriteUInt32LittleEndian(_stream.AsSpan(at), StreamCheck.Compute(_model, _stream.AsSpan(0, at)));
        return _stream.AsSpan(0, at + StreamFormat.CheckBytes);
    }
}
