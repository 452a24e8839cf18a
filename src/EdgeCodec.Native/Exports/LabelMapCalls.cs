using System.Runtime.CompilerServices;
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
        Labels given = SizedStruct.Read(labels, nameof(labels));
        Argument.NotNull(given.Data, "labels.data");
        // A span holds no more; a map that needs more is then told that there is too little room.
        int count = (int)nuint.Min(given.Count, int.MaxValue);
        switch (given.LabelBytes)
        {
            case sizeof(byte):
                LabelMapDecoder.Decode(file, sent, new Span<byte>(given.Data, count));
                break;
            case sizeof(ushort):
                RequireAligned(given.Data);
                LabelMapDecoder.Decode(file, sent, new Span<ushort>(given.Data, count));
                break;
            default:
                throw new EdgeCodecException(EdgeCodecStatus.InvalidArgument, $"labels.label_bytes is {given.LabelBytes}, expected 1 or 2.");
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
