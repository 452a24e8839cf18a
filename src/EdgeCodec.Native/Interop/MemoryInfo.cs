using System.Runtime.InteropServices;

namespace EdgeCodec.Native.Interop;

/// <summary><c>ec_memory</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MemoryInfo : ISizedStruct
{
    public uint StructSize;
    public uint Blocks;
    public ulong Native;
    public ulong Heap;

    public static int FirstSize => 24;
}

/// <summary><c>ec_runtime_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RuntimeInfo : ISizedStruct
{
    public uint StructSize;
    public uint Reserved;
    public ulong HeapLimit;
    public ulong HeapUsed;
    public ulong HeapAllocated;

    public static int FirstSize => 32;
}
