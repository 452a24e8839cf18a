namespace EdgeCodec;

/// <summary>
/// From latent to the stream of one picture (FORMAT §2): header, payload, check. Holds its working memory; not
/// thread-safe. One encoder serves any number of pictures of its model.
/// </summary>
public sealed class StreamEncoder
{
    private readonly EdgeModel _model;
    private readonly LatentCoder _coder;
    private byte[] _stream;

    /// <summary>Prepares for streams of a model.</summary>
    public StreamEncoder(EdgeModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _coder = new LatentCoder(model);
        MaxBytes = StreamFormat.MaxPlainHeaderBytes + _coder.MaxBytes + UnitWriter.MaxFraming(model.Latent.Layers);
        _stream = new byte[MaxBytes];
    }

    /// <summary>No picture's stream of this model is longer, whatever the image; metadata adds its bytes and two.</summary>
    public int MaxBytes { get; }

    /// <summary>Writes a stream.</summary>
    /// <param name="header">Its header, as <see cref="StreamHeader.For"/> or a decoded stream gives it; says how many layers are written.</param>
    /// <param name="latent">A latent of the model that holds those layers.</param>
    /// <param name="destination">Receives the stream; untouched if it is too small.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="EdgeCodecException">
    /// WrongModel, StreamHeaderInvalid or InvalidArgument for a header or latent of another model, or a header of
    /// slabs; BufferTooSmall, with the size needed in its text.
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
        StreamHeaderRules.CheckModel(header, _model, 0);
        StreamHeaderRules.Check(header, _model, 0);
        if (header.Slabs is not null)
        {
            throw new EdgeCodecException(EdgeCodecStatus.InvalidArgument, "The header is of a volume in slabs, which only a sequence holds.");
        }
        int layers = _model.Latent.LayersIn(latent, header.LayersOf(_model));
        int spare = header.Metadata is null ? 0 : header.Metadata.Bytes.Length + 2;
        if (_stream.Length < MaxBytes + spare)
        {
            _stream = new byte[MaxBytes + spare];
        }
        int at = StreamHeaderWriter.Write(header, _stream);
        Crc32C crc = StreamCheck.Begin(_model, 0, _stream.AsSpan(0, at));
        at += UnitWriter.Write(_coder.Coded, _coder.Code(latent.Bits, layers), header.LayerChecks, hasLead: false, crc, _stream.AsSpan(at));
        return _stream.AsSpan(0, at);
    }
}
