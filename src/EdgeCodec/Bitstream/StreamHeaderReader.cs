namespace EdgeCodec;

/// <summary>Reads a stream's header (FORMAT §2). Errors name field, offset, what was found and expected.</summary>
internal ref struct StreamHeaderReader(ReadOnlySpan<byte> stream)
{
    private readonly ReadOnlySpan<byte> _stream = stream;
    private int _offset;

    public static StreamHeader Read(ReadOnlySpan<byte> stream) => new StreamHeaderReader(stream).Read();

    private StreamHeader Read()
    {
        byte magic = Byte("magic");
        if (magic != StreamFormat.Magic)
        {
            throw Error(EdgeCodecStatus.NotAStream, $"magic is 0x{magic:x2}, expected 0x{StreamFormat.Magic:x2}", 0);
        }
        byte flags = Byte("version_flags");
        int version = flags >> StreamFormat.VersionShift;
        if (version != StreamFormat.Version)
        {
            throw Error(EdgeCodecStatus.StreamVersionUnsupported, $"the version is {version}, expected {StreamFormat.Version}", 1);
        }
        var type = (SampleType)(flags & StreamFormat.SampleTypeMask);
        if (type > SampleType.S16)
        {
            throw Error(EdgeCodecStatus.StreamHeaderInvalid, $"the sample type is {(int)type}, expected 0 to 2", 1);
        }
        int tag = Byte("model_tag") << 8;
        tag |= Byte("model_tag");
        int width = Ranged("width", 1, PixelView.MaxAxis);
        int height = Ranged("height", 1, PixelView.MaxAxis);
        int depth = (flags & StreamFormat.DepthFlag) != 0 ? Ranged("depth", 2, PixelView.MaxAxis) : 1;
        StreamHeaderRules.CheckVolume(width, height, depth);
        IntensityWindow? window = (flags & StreamFormat.WindowFlag) != 0 ? Window() : null;
        int? layers = (flags & StreamFormat.LayersFlag) != 0 ? Layers() : null;
        return new StreamHeader((ushort)tag, width, height, depth, type, window, layers) { Version = version, HeaderBytes = _offset };
    }

    private IntensityWindow Window()
    {
        int start = _offset;
        int low = Varint.UnZigZag(Number("window_low"));
        if (low is < IntensityWindow.MinLow or > IntensityWindow.MaxLow)
        {
            throw Error(
                EdgeCodecStatus.StreamHeaderInvalid,
                $"window_low is {low}, expected {IntensityWindow.MinLow} to {IntensityWindow.MaxLow}", start);
        }
        return new IntensityWindow(low, Ranged("window_width", 1, IntensityWindow.MaxWidth));
    }

    private int Layers()
    {
        int layers = Byte("layers");
        if (layers is < 1 or > LatentSection.MaxLayers)
        {
            throw Error(EdgeCodecStatus.StreamHeaderInvalid, $"layers is {layers}, expected 1 to {LatentSection.MaxLayers}", _offset - 1);
        }
        return layers;
    }

    private int Ranged(string field, uint min, uint max)
    {
        int start = _offset;
        uint value = Number(field);
        if (value < min || value > max)
        {
            throw Error(EdgeCodecStatus.StreamHeaderInvalid, $"{field} is {value}, expected {min} to {max}", start);
        }
        return (int)value;
    }

    private uint Number(string field)
    {
        switch (Varint.Read(_stream[_offset..], out uint value, out int consumed))
        {
            case Varint.Result.Ok:
                _offset += consumed;
                return value;
            case Varint.Result.Truncated:
                throw Truncated(field);
            default:
                throw Error(
                    EdgeCodecStatus.StreamHeaderInvalid, $"{field} is not a varint in shortest form below 2^32", _offset);
        }
    }

    private byte Byte(string field) => _offset < _stream.Length ? _stream[_offset++] : throw Truncated(field);

    private readonly EdgeCodecException Truncated(string field) =>
        Error(EdgeCodecStatus.StreamTruncated, $"the stream ends within the header's {field}", _stream.Length);

    private static EdgeCodecException Error(EdgeCodecStatus status, string what, int offset) => StreamFormat.Error(status, what, offset);
}
