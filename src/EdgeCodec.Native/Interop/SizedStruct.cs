using System.Runtime.CompilerServices;

namespace EdgeCodec.Native.Interop;

/// <summary>A structure of the header; all begin with <c>uint32_t struct_size</c>.</summary>
internal interface ISizedStruct
{
    /// <summary>Bytes of the structure in the first version that had it: no program passes less.</summary>
    static abstract int FirstSize { get; }
}

/// <summary>
/// Lets structures grow. An older program's shorter one is completed with zeros; a newer program's longer one
/// is taken if all that this library does not know is zero, that is, not asked for.
/// </summary>
internal static unsafe class SizedStruct
{
    /// <summary>Far above any structure: a size that was never set is not taken for one.</summary>
    private const int MaxSize = 4096;

    public static T Read<T>(T* source, string name)
        where T : unmanaged, ISizedStruct
    {
        int size = CheckSize(source, name);
        if (size > sizeof(T) && new ReadOnlySpan<byte>((byte*)source + sizeof(T), size - sizeof(T)).ContainsAnyExcept((byte)0))
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.InvalidStructSize,
                $"{name}.struct_size is {size}, this library knows the first {sizeof(T)} bytes, and what follows is not zero: it sets a field that the library is too old for.");
        }
        T value = default;
        Unsafe.CopyBlock(&value, source, (uint)Math.Min(size, sizeof(T)));
        return value;
    }

    /// <summary>Fills as much of the caller's structure as it has room for; the rest, if it is longer, with zeros.</summary>
    public static void Write<T>(T* destination, in T value, string name)
        where T : unmanaged, ISizedStruct
    {
        int size = CheckSize(destination, name);
        var bytes = new Span<byte>(destination, size);
        bytes[sizeof(uint)..].Clear();
        fixed (T* from = &value)
        {
            new ReadOnlySpan<byte>(from, Math.Min(size, sizeof(T)))[sizeof(uint)..].CopyTo(bytes[sizeof(uint)..]);
        }
    }

    private static int CheckSize<T>(T* pointer, string name)
        where T : unmanaged, ISizedStruct
    {
        Argument.NotNull(pointer, name);
        uint size = *(uint*)pointer;
        if (size < T.FirstSize || size > MaxSize)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.InvalidStructSize,
                $"{name}.struct_size is {size}, expected {T.FirstSize} to {MaxSize}: begin with the structure's EC_..._INIT.");
        }
        return (int)size;
    }
}
