using System.Buffers.Binary;

namespace EdgeCodec;

/// <summary>
/// Walks over a payload (FORMAT §6), segment by segment, and verifies the layer checks. A fault is an error that
/// the caller throws, or takes as the end of what is whole.
/// </summary>
internal ref struct SegmentReader
{
    private readonly ReadOnlySpan<byte> _data;
    private readonly int _end;
    private readonly bool _hasChecks;
    private readonly long _offset;
    private Crc32C _crc;
    private int _at;
    private int _layer;

    /// <param name="data">Holds the payload.</param>
    /// <param name="payload">Where it lies.</param>
    /// <param name="hasChecks">Whether the header has the option of layer checks.</param>
    /// <param name="crc">State of the check before the payload.</param>
    /// <param name="offset">Offset of the data in the stream.</param>
    public SegmentReader(ReadOnlySpan<byte> data, Range payload, bool hasChecks, Crc32C crc, long offset)
    {
        _data = data;
        _at = payload.Start.Value;
        _end = payload.End.Value;
        _hasChecks = hasChecks;
        _crc = crc;
        _offset = offset;
    }

    /// <summary>The segment of a layer that is not the last; null is success.</summary>
    public EdgeCodecException? Next(out Range segment)
    {
        segment = default;
        int start = _at;
        _layer++;
        if (Varint.Read(_data[_at.._end], out uint length, out int consumed) != Varint.Result.Ok)
        {
            return Damaged("the length of a segment is not a varint in shortest form below 2^32", start);
        }
        int room = _end - _at - consumed - (_hasChecks ? StreamFormat.CheckBytes : 0);
        if (room < 0 || length > (uint)room)
        {
            return Damaged($"the segment of {length} bytes does not end within the payload", start);
        }
        _at += consumed;
        segment = _at..(_at + (int)length);
        _at += (int)length;
        _crc.Append(_data[start.._at]);
        if (_hasChecks)
        {
            uint stated = BinaryPrimitives.ReadUInt32LittleEndian(_data[_at..]);
            if (stated != _crc.Value)
            {
                return Damaged($"the layer check is {stated:x8}, but the content gives {_crc.Value:x8}", _at);
            }
            _crc.Append(_data.Slice(_at, StreamFormat.CheckBytes));
            _at += StreamFormat.CheckBytes;
        }
        return null;
    }

    /// <summary>The last layer's segment: what is left.</summary>
    public readonly Range Last() => _at.._end;

    private readonly EdgeCodecException Damaged(string what, int at) =>
        StreamFormat.Error(EdgeCodecStatus.StreamDamaged, $"layer {_layer}: {what}", _offset + at);
}
