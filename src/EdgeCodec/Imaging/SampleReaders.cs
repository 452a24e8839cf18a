using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace EdgeCodec;

/// <summary>Reads one sample; a struct, so that each type gets loops of its own.</summary>
internal interface ISampleReader
{
    static abstract int Read(ReadOnlySpan<byte> data, int offset);
}

internal readonly struct U8Reader : ISampleReader
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Read(ReadOnlySpan<byte> data, int offset) => data[offset];
}

internal readonly struct U16Reader : ISampleReader
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Read(ReadOnlySpan<byte> data, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(data.Slice(offset, 2));
}

internal readonly struct S16Reader : ISampleReader
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Read(ReadOnlySpan<byte> data, int offset) => BinaryPrimitives.ReadInt16LittleEndian(data.Slice(offset, 2));
}
