using System.Runtime.CompilerServices;
using EdgeCodec.Native.Interop;

namespace EdgeCodec.Native.Exports;

/// <summary>What the exports of section 2 do, in frames of their own.</summary>
internal static unsafe class RuntimeCalls
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void GetInfo(RuntimeInfo* info)
    {
        Argument.NotNull(info, nameof(info));
        var value = new RuntimeInfo
        {
            HeapLimit = (ulong)Heap.Limit,
            HeapUsed = (ulong)GC.GetTotalMemory(forceFullCollection: false),
            HeapAllocated = (ulong)GC.GetTotalAllocatedBytes(precise: true),
        };
        SizedStruct.Write(info, in value, nameof(info));
    }

    /// <summary>Asked once, since the answer is an allocation.</summary>
    private static class Heap
    {
        public static readonly long Limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
    }
}
