using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EdgeCodec.Native.Interop;

namespace EdgeCodec.Native.Exports;

/// <summary>What the exports of section 9 do, in frames of their own.</summary>
internal static unsafe class LabelMapCalls
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void GetInfo(byte* map, nuint mapSize, LabelMapInfo* info)
    {
        Argument.NotNull(info, nameof(info));
        var value = LabelMapInfo.Of(LabelMapDecoder.ReadHeader(Argument.Bytes(map, mapSize, nameof(map))));
        SizedStruct.Write(info, in value, nameof(info));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Decode(byte* map, nuint mapSize, byte* stream, nuint streamSize, Labels* labels)
    {
        ReadOnlySpan<byte> file = Argument.Bytes(map, mapSize, nameof(map));
        ReadOnlySpan<byte> sent = Argument.Bytes(stream, streamSize, nameof(stream));
        DecodeInto(file, sent, AnsweredStream.Of(sent), labels);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void DecodeUnits(
        byte* map, nuint mapSize, byte* header, nuint headerSize, byte* units, nuint unitsSize, Source* source, Labels* labels)
    {
        ReadOnlySpan<byte> file = Argument.Bytes(map, mapSize, nameof(map));
        ReadOnlySpan<byte> begin = Argument.Bytes(header, headerSize, nameof(header));
        ReadOnlySpan<byte> sent = Argument.Bytes(units, unitsSize, nameof(units));
        Source given = SizedStruct.Read(source, nameof(source));
        EncoderSource shape = given.ToSource();
        DecodeInto(file, sent, AnsweredStream.OfUnits(begin, sent, shape.Width, shape.Height, shape.Depth), labels);
    }

    private static void DecodeInto(ReadOnlySpan<byte> file, ReadOnlySpan<byte> sent, AnsweredStream answered, Labels* labels)
    {
        Labels given = SizedStruct.Read(labels, nameof(labels));
        Argument.NotNull(given.Data, "labels.data");
        // A span holds no more; a map that needs more is then told that there is too little room.
        int count = (int)nuint.Min(given.Count, int.MaxValue);
        switch (given.LabelBytes)
        {
            case sizeof(byte):
                var bytes = new Span<byte>(given.Data, count);
                RequireApart(file.Overlaps(bytes) || sent.Overlaps(bytes));
                LabelMapDecoder.Decode(file, answered, bytes);
                break;
            case sizeof(ushort):
                RequireAligned(given.Data);
                var words = new Span<ushort>(given.Data, Math.Min(count, int.MaxValue / sizeof(ushort)));
                RequireApart(file.Overlaps(MemoryMarshal.AsBytes(words)) || sent.Overlaps(MemoryMarshal.AsBytes(words)));
                LabelMapDecoder.Decode(file, answered, words);
                break;
            default:
                throw new EdgeCodecException(EdgeCodecStatus.InvalidArgument, $"labels.label_bytes is {given.LabelBytes}, expected 1 or 2.");
        }
    }

    /// <summary>Labels are written while the map is read: over it they would change what is to come.</summary>
    private static void RequireApart(bool overlaps)
    {
        if (overlaps)
        {
            throw new EdgeCodecException(EdgeCodecStatus.InvalidArgument, "labels.data lies over the map or the stream, expected memory of its own.");
        }
    }

    private static void RequireAligned(void* data)
    {
        if (((nuint)data & 1) != 0)
        {
            throw new EdgeCodecException(EdgeCodecStatus.InvalidArgument, "labels.data is at an odd address, expected one aligned for uint16_t.");
        }
    }
}
