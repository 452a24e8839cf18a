namespace EdgeCodec;

/// <summary>What <see cref="BlockParser.Read"/> found.</summary>
internal enum BlockKind
{
    /// <summary>The data ends before the next item does.</summary>
    NeedMore,

    /// <summary>The header of a picture or sequence.</summary>
    Header,

    /// <summary>A unit: its segments were found and its checks are right.</summary>
    Unit,

    /// <summary>A skippable extension.</summary>
    Extension,

    /// <summary>The end of a sequence, be it the last or not.</summary>
    End,

    /// <summary>The end of the stream.</summary>
    Done,
}

/// <summary>
/// The framing of a stream (FORMAT §2 to §6): goes through data that comes in pieces, item by item, and verifies
/// every check. Knows nothing of pipes and decodes nothing. Memory: one header. Not thread-safe.
/// </summary>
internal sealed class BlockParser(EdgeModel model)
{
    private readonly int _maxPayload = StreamFormat.MaxPayloadBytes(model.Latent);
    private readonly Range[] _segments = new Range[model.Latent.Layers];
    private readonly byte[] _headerBytes = new byte[1 + StreamFormat.MaxHeaderBytes];
    private State _state;
    private int _headerLength;
    private int _segmentCount;
    private uint _index;
    private bool _isLastIndex;
    private bool _isAtUnit;

    private enum State
    {
        Start,
        Picture,
        Block,
        Next,
        End,
        Done,
    }

    /// <summary>Header of the picture or sequence at hand; null before the first.</summary>
    public StreamHeader? Header { get; private set; }

    /// <summary>Whether the stream is one of sequences.</summary>
    public bool IsSequence { get; private set; }

    /// <summary>Sequences begun, less one; 0 for a picture.</summary>
    public int Sequence { get; private set; } = -1;

    /// <summary>Units of the sequence before the one that was found last, or that could not be.</summary>
    public long UnitIndex { get; private set; }

    /// <summary>Offset in the stream of the item that the last call found, or failed to find.</summary>
    public long ItemPosition { get; private set; }

    /// <summary>Offset in the stream of the data that the next call gets.</summary>
    public long Position { get; private set; }

    /// <summary>Segments of the unit that was found, as ranges of the data given.</summary>
    public ReadOnlySpan<Range> Segments => _segments.AsSpan(0, _segmentCount);

    /// <summary>When more bytes are needed: with fewer than these the next call can do nothing, unless they are the last.</summary>
    public int Needed { get; private set; }

    /// <summary>Type of the extension that was found.</summary>
    public uint ExtensionType { get; private set; }

    /// <summary>Content of the extension that was found, as a range of the data given.</summary>
    public Range ExtensionContent { get; private set; }

    /// <summary>Forgets the stream; a header that comes again is recognised without being read.</summary>
    public void Reset()
    {
        _state = State.Start;
        Position = 0;
        Sequence = -1;
        _index = 0;
        _isLastIndex = _isAtUnit = false;
    }

    /// <summary>Finds the next item.</summary>
    /// <param name="data">The stream from <see cref="Position"/> on.</param>
    /// <param name="isFinal">Whether the stream ends where the data does.</param>
    /// <param name="consumed">Bytes of the item; 0 if more are needed. The next call gets the data after them.</param>
    /// <exception cref="EdgeCodecException">FORMAT §8, with the offset in the stream.</exception>
    public BlockKind Read(ReadOnlySpan<byte> data, bool isFinal, out int consumed)
    {
        consumed = 0;
        Needed = 0;
        LeaveUnit();
        ItemPosition = Position;
        BlockKind kind = _state switch
        {
            State.Start => ReadStart(data, isFinal, out consumed),
            State.Picture => ReadPicture(data, isFinal, out consumed),
            State.Block => ReadBlock(data, isFinal, out consumed),
            State.Next => ReadStart(data, isFinal, out consumed),
            State.End => ReadNothing(data, isFinal),
            _ => BlockKind.Done,
        };
        Position += consumed;
        return kind;
    }

    /// <summary>
    /// The leading layers that are whole and have the right checks, of a unit that is not (FORMAT §9). To be called
    /// with the data of the failed call.
    /// </summary>
    public ReadOnlySpan<Range> Salvage(ReadOnlySpan<byte> data)
    {
        if (_state is not (State.Picture or State.Block) || Header is not { LayerChecks: true } header)
        {
            return [];
        }
        Crc32C crc = StreamCheck.Begin(model, _index, _headerBytes.AsSpan(0, _headerLength));
        int start = 0;
        int end = data.Length;
        if (_state == State.Block)
        {
            if (Varint.Read(data, out uint lead, out start) != Varint.Result.Ok || (lead & 1) != 0)
            {
                return [];
            }
            end = (int)Math.Min(data.Length, start + (long)(lead / 2));
        }
        crc.Append(data[..start]);
        var reader = new SegmentReader(data, start..end, hasChecks: true, crc, ItemPosition);
        for (_segmentCount = 0; _segmentCount < header.LayersOf(model) - 1; _segmentCount++)
        {
            if (reader.Next(out _segments[_segmentCount]) is not null)
            {
                break;
            }
        }
        return Segments;
    }

    private BlockKind ReadStart(ReadOnlySpan<byte> data, bool isFinal, out int consumed)
    {
        consumed = 0;
        if (data.IsEmpty)
        {
            return NeedMore(1, isFinal, data, _state == State.Next ? "the stream ends before the next sequence" : "the stream is empty");
        }
        IsSequence = data[0] == StreamFormat.SequenceMarker;
        if (_state == State.Next && !IsSequence)
        {
            throw StreamFormat.Error(
                EdgeCodecStatus.StreamHeaderInvalid, $"0x{data[0]:x2} follows the end of a sequence that is not the last, expected 0x{StreamFormat.SequenceMarker:x2}", Position);
        }
        int marker = IsSequence ? 1 : 0;
        if (!IsLastHeader(data))
        {
            StreamHeader? header = StreamHeaderReader.Read(data[marker..], Position + marker, IsSequence, out int length, out string missing);
            if (header is null)
            {
                return NeedMore(data.Length + 1, isFinal, data, $"the stream ends within the header's {missing}");
            }
            StreamHeaderRules.CheckModel(header, model, Position + marker);
            StreamHeaderRules.Check(header, model, Position + marker);
            _headerLength = marker + length;
            data[.._headerLength].CopyTo(_headerBytes);
            Header = header;
        }
        _state = IsSequence ? State.Block : State.Picture;
        UnitIndex = 0;
        Sequence++;
        consumed = _headerLength;
        return BlockKind.Header;
    }

    /// <summary>Headers define their own length, so that one that begins with the last one is that.</summary>
    private bool IsLastHeader(ReadOnlySpan<byte> data) =>
        Header is not null && data.StartsWith(_headerBytes.AsSpan(0, _headerLength));

    private BlockKind ReadPicture(ReadOnlySpan<byte> data, bool isFinal, out int consumed)
    {
        consumed = 0;
        if (data.Length - StreamFormat.CheckBytes > _maxPayload)
        {
            throw Damaged($"the picture's payload has more than {_maxPayload} bytes, which no payload of the model has", 0);
        }
        if (!isFinal || data.Length < StreamFormat.CheckBytes)
        {
            // Its end is the stream's; until then there is nothing to do but to see that it does not go on for ever.
            return NeedMore(_maxPayload + StreamFormat.CheckBytes + 1, isFinal, data, $"{data.Length} bytes follow the header, expected at least the check's 4");
        }
        ReadUnit(data, 0, data.Length - StreamFormat.CheckBytes);
        consumed = data.Length;
        return BlockKind.Unit;
    }

    private BlockKind ReadBlock(ReadOnlySpan<byte> data, bool isFinal, out int consumed)
    {
        consumed = 0;
        if (_isLastIndex)
        {
            throw Damaged("the stream has more than 2^32 blocks", 0);
        }
        switch (Varint.Read(data, out uint lead, out int leadBytes))
        {
            case Varint.Result.Truncated:
                return NeedMore(data.Length + 1, isFinal, data, "the stream ends within a sequence, before its end");
            case Varint.Result.Invalid:
                throw Damaged("the lead of a block is not a varint in shortest form below 2^32", 0);
            default:
                break;
        }
        if ((lead & 1) == 0)
        {
            return ReadSequenceUnit(data, isFinal, lead / 2, leadBytes, out consumed);
        }
        return lead is StreamFormat.EndLead or StreamFormat.NextLead
            ? ReadEnd(data, isFinal, lead, leadBytes, out consumed)
            : ReadExtension(data, isFinal, lead / 2, leadBytes, out consumed);
    }

    private BlockKind ReadSequenceUnit(ReadOnlySpan<byte> data, bool isFinal, uint length, int leadBytes, out int consumed)
    {
        consumed = 0;
        if (length > _maxPayload)
        {
            throw Damaged($"the unit's length is {length}, but no payload of the model has more than {_maxPayload} bytes", 0);
        }
        int end = leadBytes + (int)length;
        if (data.Length < end + StreamFormat.CheckBytes)
        {
            return NeedMore(end + StreamFormat.CheckBytes, isFinal, data, $"the stream ends within unit {UnitIndex}, of {length} bytes and its check");
        }
        ReadUnit(data, leadBytes, end);
        consumed = end + StreamFormat.CheckBytes;
        return BlockKind.Unit;
    }

    private BlockKind ReadEnd(ReadOnlySpan<byte> data, bool isFinal, uint lead, int leadBytes, out int consumed)
    {
        consumed = 0;
        if (data.Length < leadBytes + StreamFormat.CheckBytes)
        {
            return NeedMore(leadBytes + StreamFormat.CheckBytes, isFinal, data, "the stream ends within the end of a sequence");
        }
        Verify(data, leadBytes);
        if (Header!.Slabs is int slabs && UnitIndex % slabs != 0)
        {
            throw StreamFormat.Error(
                EdgeCodecStatus.StreamTruncated, $"the sequence ends after {UnitIndex} slabs, expected whole volumes of {slabs}", Position);
        }
        consumed = leadBytes + StreamFormat.CheckBytes;
        Advance();
        _state = lead == StreamFormat.EndLead ? State.End : State.Next;
        return BlockKind.End;
    }

    private BlockKind ReadExtension(ReadOnlySpan<byte> data, bool isFinal, uint type, int leadBytes, out int consumed)
    {
        consumed = 0;
        switch (Varint.Read(data[leadBytes..], out uint length, out int lengthBytes))
        {
            case Varint.Result.Truncated:
                return NeedMore(data.Length + 1, isFinal, data, "the stream ends within the length of an extension");
            case Varint.Result.Invalid:
                throw Damaged("the length of an extension is not a varint in shortest form below 2^32", leadBytes);
            default:
                break;
        }
        if (length > StreamFormat.MaxExtensionBytes)
        {
            throw Damaged($"the length of an extension is {length}, expected at most {StreamFormat.MaxExtensionBytes}", leadBytes);
        }
        int start = leadBytes + lengthBytes;
        int end = start + (int)length;
        if (data.Length < end + StreamFormat.CheckBytes)
        {
            return NeedMore(end + StreamFormat.CheckBytes, isFinal, data, $"the stream ends within an extension of {length} bytes and its check");
        }
        Verify(data, end);
        if (type % 2 == 0)
        {
            throw StreamFormat.Error(
                EdgeCodecStatus.StreamBlockUnknown, $"there is a critical extension of type {type}, which version {StreamFormat.Version} does not know", Position);
        }
        (ExtensionType, ExtensionContent) = (type, start..end);
        consumed = end + StreamFormat.CheckBytes;
        Advance();
        return BlockKind.Extension;
    }

    private BlockKind ReadNothing(ReadOnlySpan<byte> data, bool isFinal)
    {
        if (!data.IsEmpty)
        {
            throw StreamFormat.Error(
                EdgeCodecStatus.StreamTrailingBytes, $"0x{data[0]:x2} follows the end of the stream, expected nothing", Position);
        }
        Needed = 1;
        if (!isFinal)
        {
            return BlockKind.NeedMore;
        }
        _state = State.Done;
        return BlockKind.Done;
    }

    /// <summary>Verifies the check of a unit, then finds its segments.</summary>
    private void ReadUnit(ReadOnlySpan<byte> data, int start, int end)
    {
        Verify(data, end);
        Crc32C crc = StreamCheck.Begin(model, _index, _headerBytes.AsSpan(0, _headerLength));
        crc.Append(data[..start]);
        var reader = new SegmentReader(data, start..end, Header!.LayerChecks, crc, Position);
        _segmentCount = Header.LayersOf(model);
        for (int layer = 0; layer < _segmentCount - 1; layer++)
        {
            if (reader.Next(out _segments[layer]) is { } error)
            {
                throw error;
            }
        }
        _segments[_segmentCount - 1] = reader.Last();
        _isAtUnit = true;
    }

    /// <summary>Goes on only when the next item is asked for: until then the unit's layers can still be salvaged.</summary>
    private void LeaveUnit()
    {
        if (!_isAtUnit)
        {
            return;
        }
        _isAtUnit = false;
        if (_state == State.Picture)
        {
            _state = State.Done;
            return;
        }
        UnitIndex++;
        Advance();
    }

    private void Verify(ReadOnlySpan<byte> data, int bodyBytes)
    {
        Crc32C crc = StreamCheck.Begin(model, _index, _headerBytes.AsSpan(0, _headerLength));
        crc.Append(data[..bodyBytes]);
        StreamCheck.Verify(data, bodyBytes, crc, model, Position);
    }

    private void Advance()
    {
        _isLastIndex = _index == uint.MaxValue;
        _index++;
    }

    private BlockKind NeedMore(int bytes, bool isFinal, ReadOnlySpan<byte> data, string what)
    {
        Needed = bytes;
        return isFinal ? throw StreamFormat.Error(EdgeCodecStatus.StreamTruncated, what, Position + data.Length) : BlockKind.NeedMore;
    }

    private EdgeCodecException Damaged(string what, int at) => StreamFormat.Error(EdgeCodecStatus.StreamDamaged, what, Position + at);
}
