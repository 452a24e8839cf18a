namespace EdgeCodec.Native.Interop;

/// <summary>What an <c>ec_encoder</c> stands for. One call at a time; another meanwhile is told so, not queued.</summary>
internal sealed class EncoderSession
{
    private readonly Encoder _encoder;
    private readonly byte[] _stream;
    private int _busy;

    public EncoderSession(EdgeModel model)
    {
        _encoder = new Encoder(model);
        _stream = new byte[_encoder.MaxBytes];
    }

    public int MaxBytes => _stream.Length;

    /// <summary>Encodes into memory of its own first: the caller's is written whole or not at all.</summary>
    /// <returns>Bytes of the stream; if they are more than the destination has, it is untouched.</returns>
    public int Encode(in PixelView image, EncodeOptions? options, Span<byte> destination)
    {
        if (Interlocked.Exchange(ref _busy, 1) != 0)
        {
            throw new EdgeCodecException(EdgeCodecStatus.Busy);
        }
        try
        {
            int bytes = _encoder.Encode(in image, _stream, options);
            if (bytes <= destination.Length)
            {
                _stream.AsSpan(0, bytes).CopyTo(destination);
            }
            return bytes;
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }
}
