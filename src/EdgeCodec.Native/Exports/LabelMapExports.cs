using System.Runtime.InteropServices;
using EdgeCodec.Native.Interop;

namespace EdgeCodec.Native.Exports;

/// <summary>Section 9 of <c>edgecodec.h</c>: guard, call, map.</summary>
internal static unsafe class LabelMapExports
{
    [UnmanagedCallersOnly(EntryPoint = "ecm_labelmap_get_info")]
    public static int GetInfo(byte* map, nuint mapSize, LabelMapInfo* info)
    {
        try
        {
            LabelMapCalls.GetInfo(map, mapSize, info);
            return LastError.None();
        }
        catch (Exception e)
        {
            return LastError.From(e);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "ecm_labelmap_decode")]
    public static int Decode(byte* map, nuint mapSize, byte* stream, nuint streamSize, Labels* labels)
    {
        try
        {
            LabelMapCalls.Decode(map, mapSize, stream, streamSize, labels);
            return LastError.None();
        }
        catch (Exception e)
        {
            return LastError.From(e);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "ecm_labelmap_decode_units")]
    public static int DecodeUnits(
        byte* map, nuint mapSize, byte* header, nuint headerSize, byte* units, nuint unitsSize, Source* source, Labels* labels)
    {
        try
        {
            LabelMapCalls.DecodeUnits(map, mapSize, header, headerSize, units, unitsSize, source, labels);
            return LastError.None();
        }
        catch (Exception e)
        {
            return LastError.From(e);
        }
    }
}
