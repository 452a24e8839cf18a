namespace EdgeCodec;

/// <summary>
/// Reads a header (FORMAT §3) from data that may end within it. Errors name field, offset, what was found and
/// expected. Every method gives false where the data ends, and remembers the field.
/// </summary>
internal ref struct StreamHeaderReader(ReadOnlySpan<byte> data, long offset, bool isInSequence)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _at;
    private string _missing = "";
    private bool _hasMetadata;
    private ReadOnlySpan<byte> _metadata;

    /// <summary>Reads a header; null if the data ends within it.</summary>
    /// <param name="data">From the header's first byte on.</param>
    /// <param name="offset">Offset of that byte in the stream.</param>
    /// <param name="isInSequence">Whether a marker precedes it.</param>
    /// <param name="length">Bytes of the header.</param>
    /// <param name="missing">The field in which the data ends.</param>
    public static StreamHeader? Read(ReadOnlySpan<byte> data, long offset, bool isInSequence, out int length, out string missing)
    {
        var reader = new StreamHeaderReader(data, offset, isInSequence);
        bool isWhole = reader.Fields(out HeaderFields fields);
        length = reader._at;
        missing = reader._missing;
        return isWhole ? fields.ToHeader(reader._hasMetadata ? new StreamMetadata(reader._metadata) : null) : null;
    }

    /// <summary>The same without an object for it: all fields but the metadata, which are checked. False if the data ends within the header.</summary>
    public static bool TryRead(ReadOnlySpan<byte> data, long offset, out HeaderFields fields, out string missing)
    {
        var reader = new StreamHeaderReader(data, offset, isInSequence: false);
        bool isWhole = reader.Fields(out fields);
        missing = reader._missing;
        return isWhole;
    }

    private bool Fields(out HeaderFields header)
    {
        header = default;
        if (!Byte("start", out int start))
        {
            return false;
        }
        CheckStart(start);
        if (!Byte("model_tag", out int tag0) || !Byte("model_tag", out int tag1)
            || !Size((start & StreamFormat.WideFlag) != 0, out int width, out int height))
        {
            return false;
        }
        header = new HeaderFields((ushort)((tag0 << 8) | tag1), width, height, 1, (SampleType)(start & StreamFormat.SampleTypeMask), null, null);
        if ((start & StreamFormat.OptionsFlag) != 0)
        {
            return Options(ref header);
        }
        StreamHeaderRules.CheckVolume(header, offset);
        return true;
    }

    private readonly void CheckStart(int start)
    {
        const int sequence = StreamFormat.SequenceMarker & StreamFormat.SampleTypeMask;
        if ((start & StreamFormat.SignatureMask) == StreamFormat.Signature && (start & StreamFormat.SampleTypeMask) != sequence)
        {
            return;
        }
        if (isInSequence)
        {
            throw Error(EdgeCodecStatus.StreamHeaderInvalid, $"start is 0x{start:x2}, expected 0xe0 to 0xee with bits 1..0 below 3", offset);
        }
        // FORMAT §2: 0xC0 to 0xDF are kept for later versions.
        throw start is >= 0xC0 and < StreamFormat.Signature
            ? Error(EdgeCodecStatus.StreamVersionUnsupported, $"the first byte is 0x{start:x2}, of a later version than {StreamFormat.Version}", offset)
            : Error(EdgeCodecStatus.NotAStream, $"the first byte is 0x{start:x2}, expected 0xe0 to 0xee", offset);
    }

    private bool Size(bool isWide, out int width, out int height)
    {
        (width, height) = (0, 0);
        if (!Byte("size", out int byte0) || !Byte("size", out int byte1) || !Byte("size", out int byte2))
        {
            return false;
        }
        if (!isWide)
        {
            width = (byte0 | ((byte1 & 0x0F) << 8)) + 1;
            height = ((byte1 >> 4) | (byte2 << 4)) + 1;
            return true;
        }
        if (!Byte("size", out int byte3))
        {
            return false;
        }
        width = byte0 | (byte1 << 8);
        height = byte2 | (byte3 << 8);
        if (width == 0 || height == 0 || Math.Max(width, height) <= StreamFormat.MaxNarrowAxis)
        {
            throw Error(
                EdgeCodecStatus.StreamHeaderInvalid, $"the wide size is {width} x {height}, expected 1 to 65535 each and one above 4096", At(4));
        }
        return true;
    }

    private bool Options(ref HeaderFields header)
    {
        if (!Byte("options", out int bits))
        {
            return false;
        }
        var options = (HeaderOptions)bits;
        CheckOptions(options);
        if (!Has(options, HeaderOptions.Depth))
        {
            StreamHeaderRules.CheckVolume(header, offset);
        }
        else if (Ranged("depth", 2, PixelView.MaxAxis, out uint depth))
        {
            header = header with { Depth = (int)depth };
            StreamHeaderRules.CheckVolume(header, offset);
        }
        else
        {
            return false;
        }
        return Window(options, ref header) && Layers(options, ref header) && Spacing(options, ref header)
            && Slabs(options, ref header) && Metadata(options);
    }

    private readonly void CheckOptions(HeaderOptions options)
    {
        if (Has(options, HeaderOptions.Reserved))
        {
            throw Error(
                EdgeCodecStatus.StreamVersionUnsupported, $"option bit 7 is set, which belongs to a later version than {StreamFormat.Version}", At(1));
        }
        if (options == HeaderOptions.None)
        {
            throw Error(EdgeCodecStatus.StreamHeaderInvalid, "options is 0, expected at least one option", At(1));
        }
        if (Has(options, HeaderOptions.Slabs) && !(isInSequence && Has(options, HeaderOptions.Depth)))
        {
            throw Error(
                EdgeCodecStatus.StreamHeaderInvalid, $"there are slabs {(isInSequence ? "without depth" : "in a picture")}, expected them in sequences of volumes only", At(1));
        }
    }

    private bool Window(HeaderOptions options, ref HeaderFields header)
    {
        if (!Has(options, HeaderOptions.Window))
        {
            return true;
        }
        int start = _at;
        if (!Number("window_low", out uint zigzag))
        {
            return false;
        }
        int low = Varint.UnZigZag(zigzag);
        if (low is < IntensityWindow.MinLow or > IntensityWindow.MaxLow)
        {
            throw Error(
                EdgeCodecStatus.StreamHeaderInvalid,
                $"window_low is {low}, expected {IntensityWindow.MinLow} to {IntensityWindow.MaxLow}", offset + start);
        }
        if (!Ranged("window_width", 1, IntensityWindow.MaxWidth, out uint width))
        {
            return false;
        }
        header = header with { Window = new IntensityWindow(low, (int)width) };
        return true;
    }

    private bool Layers(HeaderOptions options, ref HeaderFields header)
    {
        header = header with { LayerChecks = Has(options, HeaderOptions.LayerChecks) };
        if (!Has(options, HeaderOptions.Layers))
        {
            return true;
        }
        if (!Byte("layers", out int layers))
        {
            return false;
        }
        if (layers is < 1 or > StreamFormat.MaxStatedLayers)
        {
            throw Error(EdgeCodecStatus.StreamHeaderInvalid, $"layers is {layers}, expected 1 to {StreamFormat.MaxStatedLayers}", At(1));
        }
        header = header with { Layers = layers };
        return true;
    }

    private bool Spacing(HeaderOptions options, ref HeaderFields header)
    {
        if (!Has(options, HeaderOptions.Spacing))
        {
            return true;
        }
        if (!Ranged("spacing", 1, uint.MaxValue, out uint d) || !Ranged("spacing", 1, uint.MaxValue, out uint h)
            || !Ranged("spacing", 1, uint.MaxValue, out uint w))
        {
            return false;
        }
        header = header with { Spacing = new VoxelSpacing(d, h, w) };
        return true;
    }

    private bool Slabs(HeaderOptions options, ref HeaderFields header)
    {
        if (!Has(options, HeaderOptions.Slabs))
        {
            return true;
        }
        if (!Ranged("slabs", 2, (uint)header.Depth, out uint slabs))
        {
            return false;
        }
        header = header with { Slabs = (int)slabs };
        return true;
    }

    private bool Metadata(HeaderOptions options)
    {
        if (!Has(options, HeaderOptions.Metadata))
        {
            return true;
        }
        if (!Ranged("metadata length", 0, StreamMetadata.MaxBytes, out uint length))
        {
            return false;
        }
        if (length > (uint)(_data.Length - _at))
        {
            _missing = "metadata";
            return false;
        }
        _hasMetadata = true;
        _metadata = _data.Slice(_at, (int)length);
        _at += (int)length;
        return true;
    }

    // Enum.HasFlag allocates until the method is compiled a second time.
    private static bool Has(HeaderOptions options, HeaderOptions option) => (options & option) != 0;

    private bool Ranged(string field, uint min, uint max, out uint value)
    {
        int start = _at;
        if (!Number(field, out value))
        {
            return false;
        }
        if (value < min || value > max)
        {
            throw Error(EdgeCodecStatus.StreamHeaderInvalid, $"{field} is {value}, expected {min} to {max}", offset + start);
        }
        return true;
    }

    private bool Number(string field, out uint value)
    {
        switch (Varint.Read(_data[_at..], out value, out int consumed))
        {
            case Varint.Result.Ok:
                _at += consumed;
                return true;
            case Varint.Result.Truncated:
                _missing = field;
                return false;
            default:
                throw Error(
                    EdgeCodecStatus.StreamHeaderInvalid, $"{field} is not a varint in shortest form below 2^32", offset + _at);
        }
    }

    private bool Byte(string field, out int value)
    {
        if (_at == _data.Length)
        {
            (_missing, value) = (field, 0);
            return false;
        }
        value = _data[_at++];
        return true;
    }

    /// <summary>Offset in the stream of a field of so many bytes that was just read.</summary>
    private readonly long At(int bytes) => offset + _at - bytes;

    private static EdgeCodecException Error(EdgeCodecStatus status, string what, long offset) => StreamFormat.Error(status, what, offset);
}
