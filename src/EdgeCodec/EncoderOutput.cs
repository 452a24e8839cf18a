namespace EdgeCodec;

/// <summary>
/// The bytes of an encoder session's stream, from the latent until they are pulled: at most one unit with what goes
/// before and after it. Allocates nothing after construction. Not thread-safe.
/// </summary>
internal sealed class EncoderOutput
{
    /// <summary>Lead and check (FORMAT §4.3).</summary>
    private const int EndBytes = 1 + StreamFormat.CheckBytes;

    private readonly EdgeModel _model;
    private readonly LatentCoder _coder;
    private readonly byte[] _headerBytes = new byte[1 + StreamFormat.MaxHeaderBytes];
    private readonly byte[] _bytes;
    private HeaderFields _header;
    private bool _isSequence;
    private int _headerLength;
    private uint _index;
    private int _start;
    private int _end;

    public EncoderOutput(EdgeModel model)
    {
        _model = model;
        _coder = new LatentCoder(model);
        _bytes = new byte[_headerBytes.Length + UnitBytes + EndBytes];
    }

    /// <summary>Bytes that were not pulled yet.</summary>
    public ReadOnlySpan<byte> Ready => _bytes.AsSpan(_start.._end);

    /// <summary>Header of the stream that was begun.</summary>
    public ref readonly HeaderFields Header => ref _header;

    /// <summary>Whether there is room for another unit: beside the header, not beside another one.</summary>
    public bool HasRoom => _index == 0 || Ready.IsEmpty;

    private int UnitBytes => _coder.MaxBytes + UnitWriter.MaxFraming(_model.Latent.Layers);

    /// <summary>No stream of one source is longer.</summary>
    /// <exception cref="EdgeCodecException">InvalidArgument: as <see cref="Begin"/> would refuse the layers.</exception>
    public int MaxBytes(in EncoderChoices choices)
    {
        _ = LayersOf(choices);
        return StreamFormat.MaxPlainHeaderBytes + UnitBytes + (choices.Metadata is null ? 0 : choices.Metadata.Bytes.Length + 2);
    }

    /// <summary>Bytes that an instance takes of the garbage-collected heap, at most, but for small objects.</summary>
    public static long HeapBytes(EdgeModel model)
    {
        long segments = RangeEncoder.MaxBytes(model.Latent.BitCount) + (6L * model.Latent.Layers);
        return 2 * (segments + UnitWriter.MaxFraming(model.Latent.Layers) + StreamFormat.MaxHeaderBytes);
    }

    /// <summary>Begins a stream; a sequence has its header at once.</summary>
    /// <exception cref="EdgeCodecException">StreamHeaderInvalid, or InvalidArgument for the layers.</exception>
    public void Begin(EncoderSource source, in EncoderChoices choices)
    {
        int layers = LayersOf(choices);
        var header = new HeaderFields(
            StreamFormat.TagOf(_model), source.Width, source.Height, source.Depth, source.Type, choices.Window,
            layers == _model.Latent.Layers ? null : layers)
        {
            LayerChecks = layers > 1 && choices.LayerChecks,
            Spacing = choices.Spacing,
            Slabs = choices.Slabs,
            Metadata = choices.Metadata,
        };
        StreamHeaderRules.Check(header, _model, 0);
        Clear();
        _header = header;
        _isSequence = choices.IsSequence;
        _index = 0;
        int marker = _isSequence ? 1 : 0;
        _headerBytes[0] = StreamFormat.SequenceMarker;
        _headerLength = marker + StreamHeaderWriter.Write(header, _headerBytes.AsSpan(marker));
        if (_isSequence)
        {
            Append(_headerBytes.AsSpan(0, _headerLength));
        }
    }

    /// <summary>Codes a latent, <c>[C, D, H, W]</c>, as the picture or as the next unit; there must be room.</summary>
    /// <exception cref="EdgeCodecException">OutOfOrder: the sequence has as many units as one can have.</exception>
    public void WriteUnit(ReadOnlySpan<byte> bits)
    {
        // The last index is the end's (FORMAT §4).
        if (_index == uint.MaxValue)
        {
            throw new EdgeCodecException(EdgeCodecStatus.OutOfOrder, "The sequence has 2^32 - 1 units; end it and begin another.");
        }
        if (!_isSequence)
        {
            Append(_headerBytes.AsSpan(0, _headerLength));
        }
        Compact();
        ReadOnlySpan<Range> segments = _coder.Code(bits, _header.LayersOf(_model));
        Crc32C crc = StreamCheck.Begin(_model, _index, _headerBytes.AsSpan(0, _headerLength));
        _end += UnitWriter.Write(_coder.Coded, segments, _header.LayerChecks, _isSequence, crc, _bytes.AsSpan(_end));
        _index++;
    }

    /// <summary>Ends a sequence (FORMAT §4.3); a picture ends by itself.</summary>
    public void End()
    {
        if (!_isSequence)
        {
            return;
        }
        Compact();
        Crc32C crc = StreamCheck.Begin(_model, _index, _headerBytes.AsSpan(0, _headerLength));
        Span<byte> end = _bytes.AsSpan(_end, EndBytes);
        end[0] = (byte)StreamFormat.EndLead;
        crc.Append(end[..1]);
        StreamCheck.Write(end[1..], crc);
        _end += EndBytes;
    }

    /// <summary>Copies bytes that were not pulled yet, as many as fit.</summary>
    public int Pull(Span<byte> destination)
    {
        int count = Math.Min(destination.Length, _end - _start);
        _bytes.AsSpan(_start, count).CopyTo(destination);
        _start += count;
        return count;
    }

    public void Clear()
    {
        _start = 0;
        _end = 0;
    }

    /// <summary>Layers to write; all of them without a choice.</summary>
    private int LayersOf(in EncoderChoices choices)
    {
        int all = _model.Latent.Layers;
        int layers = choices.Layers ?? all;
        return layers <= all
            ? layers
            : throw new EdgeCodecException(EdgeCodecStatus.InvalidArgument, $"params.layers is {layers}, expected 0 to the model's {all}.");
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_bytes.AsSpan(_end));
        _end += bytes.Length;
    }

    private void Compact()
    {
        int length = _end - _start;
        _bytes.AsSpan(_start, length).CopyTo(_bytes);
        (_start, _end) = (0, length);
    }
}
