namespace EdgeCodec;

/// <summary>
/// Reads a stream of any kind and length in pieces, from spans (FORMAT.md): the synchronous core that pipes, files
/// and sockets feed. Each call gives one unit at most, whole, checked and decoded. Fails closed: after an error there
/// is nothing more to be had. Memory does not grow with the stream. Not thread-safe.
/// </summary>
public sealed class StreamParser
{
    private readonly EdgeModel _model;
    private readonly bool _isPartial;
    private readonly BlockParser _blocks;
    private readonly UnitDecoder _decoder;
    private bool _isOver;

    /// <summary>Prepares for one stream.</summary>
    /// <param name="model">The model that made it.</param>
    /// <param name="options">Whether partial results are wanted.</param>
    public StreamParser(EdgeModel model, StreamReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _isPartial = options is { Partial: true };
        _blocks = new BlockParser(model);
        _decoder = new UnitDecoder(model);
    }

    /// <summary>Whether the stream has been read to its end, or as far as it was whole.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>Header of the picture or sequence at hand; null before it was read. Under no check until a unit or the end came.</summary>
    public StreamHeader? Header => _blocks.Header;

    /// <summary>Bytes consumed so far.</summary>
    public long Position => _blocks.Position;

    /// <summary>Units given so far.</summary>
    public long Units { get; private set; }

    /// <summary>Why the rest is missing, once a partial read is over; null if the stream is whole.</summary>
    public EdgeCodecException? Error { get; private set; }

    /// <summary>Whether the stream is one of sequences; false before its first byte was read.</summary>
    internal bool IsSequence => _blocks.IsSequence;

    /// <summary>Receives the headers of the sequences; set only for a whole stream in memory, which bounds them.</summary>
    internal List<StreamHeader>? Sequences { get; init; }

    /// <summary>Bytes of the checks of what was consumed.</summary>
    internal long CheckBytes { get; private set; }

    /// <summary>With fewer bytes than this the next call can do nothing, unless they are the last.</summary>
    internal int Needed => _blocks.Needed;

    /// <summary>Reads on until a unit is complete.</summary>
    /// <param name="data">The stream from where the last call had consumed it, as far as it has come.</param>
    /// <param name="isFinal">Whether nothing comes after the data.</param>
    /// <param name="consumed">Bytes that the caller can forget.</param>
    /// <param name="examined">Bytes that were looked at: with no more than these, a next call gives nothing.</param>
    /// <returns>A unit; null if more bytes are needed or, with <see cref="IsCompleted"/>, none is left.</returns>
    /// <exception cref="EdgeCodecException">FORMAT §8: status, offset and what was expected.</exception>
    /// <exception cref="InvalidOperationException">The stream was read to its end, or an error was thrown.</exception>
    public DecodedUnit? Read(ReadOnlySpan<byte> data, bool isFinal, out int consumed, out int examined)
    {
        if (_isOver)
        {
            throw new InvalidOperationException("The stream is over.");
        }
        consumed = 0;
        try
        {
            DecodedUnit? unit = ReadItems(data, isFinal, ref consumed);
            examined = unit is null ? data.Length : consumed;
            return unit;
        }
        catch (EdgeCodecException e)
        {
            _isOver = true;
            bool canDoWithout = _isPartial && e.Status is EdgeCodecStatus.StreamTruncated or EdgeCodecStatus.StreamDamaged;
            DecodedUnit? rest = canDoWithout ? Salvage(data[consumed..]) : null;
            if (!canDoWithout || (rest is null && Units == 0))
            {
                throw;
            }
            consumed = examined = data.Length;
            Error = e;
            IsCompleted = true;
            return rest;
        }
    }

    private DecodedUnit? ReadItems(ReadOnlySpan<byte> data, bool isFinal, ref int consumed)
    {
        while (true)
        {
            ReadOnlySpan<byte> rest = data[consumed..];
            switch (_blocks.Read(rest, isFinal, out int length))
            {
                case BlockKind.NeedMore:
                    return null;
                case BlockKind.Done:
                    _isOver = IsCompleted = true;
                    return null;
                case BlockKind.Header:
                    Sequences?.Add(_blocks.Header!);
                    break;
                case BlockKind.Unit:
                    DecodedUnit unit = Decode(rest);
                    consumed += length;
                    // A picture's end is the stream's, and needs no further call to be found.
                    _isOver = IsCompleted = !_blocks.IsSequence;
                    return unit;
                default:
                    CheckBytes += StreamFormat.CheckBytes;
                    break;
            }
            consumed += length;
        }
    }

    private DecodedUnit Decode(ReadOnlySpan<byte> data)
    {
        var bits = new byte[_model.Latent.BitCount];
        _decoder.DecodeAll(data, _blocks.Segments, bits, _blocks.ItemPosition);
        CheckBytes += StreamFormat.CheckBytes * (Header!.LayerChecks ? _blocks.Segments.Length : 1);
        Units++;
        return ToUnit(bits, _blocks.Segments, isPartial: false);
    }

    /// <summary>What can be had of a unit that is not whole (FORMAT §9); null if nothing can.</summary>
    private DecodedUnit? Salvage(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<Range> segments = _blocks.Salvage(data);
        var bits = new byte[segments.IsEmpty ? 0 : _model.Latent.BitCount];
        int layers = _decoder.Decode(data, segments, bits);
        return layers == 0 ? null : ToUnit(bits, segments[..layers], isPartial: true);
    }

    private DecodedUnit ToUnit(byte[] bits, ReadOnlySpan<Range> segments, bool isPartial)
    {
        int bytes = 0;
        foreach (Range segment in segments)
        {
            bytes += segment.End.Value - segment.Start.Value;
        }
        return new DecodedUnit(Header!.OfUnit(_blocks.UnitIndex), _decoder.ToLatent(bits, segments.Length), segments.Length)
        {
            SequenceHeader = Header,
            ModelIdentity = _model.IdentityHex,
            Sequence = _blocks.Sequence,
            Index = _blocks.UnitIndex,
            PayloadBytes = bytes,
            IsPartial = isPartial,
        };
    }
}
