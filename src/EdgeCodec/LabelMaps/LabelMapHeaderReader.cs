using System.Buffers.Binary;

namespace EdgeCodec;

/// <summary>Reads a label map's header (LABELMAP §2). Errors name field, offset, what was found and expected.</summary>
internal ref struct LabelMapHeaderReader(ReadOnlySpan<byte> file)
{
    private readonly ReadOnlySpan<byte> _file = file;
    private int _offset;

    public static LabelMapHeader Read(ReadOnlySpan<byte> file) => new LabelMapHeaderReader(file).Read();

    private LabelMapHeader Read()
    {
        byte magic = Bytes(1, "magic")[0];
        if (magic != LabelMapFormat.Magic)
        {
            throw LabelMapFormat.Error(EdgeCodecStatus.NotALabelMap, $"magic is 0x{magic:x2}, expected 0x{LabelMapFormat.Magic:x2}", 0);
        }
        byte flags = Bytes(1, "version_flags")[0];
        int version = flags >> LabelMapFormat.VersionShift;
        if (version != LabelMapFormat.Version)
        {
            throw LabelMapFormat.Error(
                EdgeCodecStatus.LabelMapVersionUnsupported, $"the version is {version}, expected {LabelMapFormat.Version}", 1);
        }
        if ((flags & LabelMapFormat.ReservedFlags) != 0)
        {
            throw Invalid($"the reserved flags are {flags & LabelMapFormat.ReservedFlags}, expected 0", 1);
        }
        ulong digest = BinaryPrimitives.ReadUInt64BigEndian(Bytes(LabelMapFormat.DigestBytes, "stream_digest"));
        int width = Ranged("width", 1, PixelView.MaxAxis);
        int height = Ranged("height", 1, PixelView.MaxAxis);
        int depth = (flags & LabelMapFormat.DepthFlag) != 0 ? Ranged("depth", 2, PixelView.MaxAxis) : 1;
        if ((long)width * height * depth > PixelView.MaxVoxels)
        {
            throw Invalid($"the map has {width} x {height} x {depth} labels, expected at most 2^36", LabelMapFormat.GeometryOffset);
        }
        return new LabelMapHeader
        {
            Version = version,
            StreamDigest = digest,
            Width = width,
            Height = height,
            Depth = depth,
            LabelCount = Ranged("label_count", 1, LabelMapFormat.MaxLabelCount),
            HeadVersion = Ranged("head_version", 1, int.MaxValue),
            HeadNameUtf8 = HeadName(),
            Reference = (flags & LabelMapFormat.ReferenceFlag) != 0 ? Bytes(LabelMapFormat.ReferenceBytes, "reference") : default,
            HeaderBytes = _offset,
        };
    }

    private ReadOnlySpan<byte> HeadName()
    {
        int start = _offset;
        int length = Bytes(1, "head_name's length")[0];
        if (length is < 1 or > LabelMapFormat.MaxHeadNameBytes)
        {
            throw Invalid($"head_name has {length} bytes, expected 1 to {LabelMapFormat.MaxHeadNameBytes}", start);
        }
        ReadOnlySpan<byte> name = Bytes(length, "head_name");
        return LabelMapFormat.IsHeadName(name) ? name : throw Invalid("head_name is not UTF-8 without control characters", start + 1);
    }

    private int Ranged(string field, uint min, uint max)
    {
        int start = _offset;
        switch (Varint.Read(_file[_offset..], out uint value, out int consumed))
        {
            case Varint.Result.Ok:
                _offset += consumed;
                return value >= min && value <= max ? (int)value : throw Invalid($"{field} is {value}, expected {min} to {max}", start);
            case Varint.Result.Truncated:
                throw Truncated(field);
            default:
                throw Invalid($"{field} is not a varint in shortest form below 2^32", start);
        }
    }

    private ReadOnlySpan<byte> Bytes(int count, string field)
    {
        if (count > _file.Length - _offset)
        {
            throw Truncated(field);
        }
        _offset += count;
        return _file.Slice(_offset - count, count);
    }

    private readonly EdgeCodecException Truncated(string field) => LabelMapFormat.Error(
        EdgeCodecStatus.LabelMapTruncated, $"the label map ends within the header's {field}", _file.Length);

    private static EdgeCodecException Invalid(string what, int offset) =>
        LabelMapFormat.Error(EdgeCodecStatus.LabelMapHeaderInvalid, what, offset);
}
