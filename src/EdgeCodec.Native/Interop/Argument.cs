namespace EdgeCodec.Native.Interop;

internal static unsafe class Argument
{
    public static void NotNull(void* pointer, string name)
    {
        if (pointer == null)
        {
            throw new EdgeCodecException(EdgeCodecStatus.NullArgument, $"{name} is NULL.");
        }
    }

    /// <summary>A whole file in memory.</summary>
    public static ReadOnlySpan<byte> Bytes(byte* data, nuint size, string name)
    {
        NotNull(data, name);
        return size <= int.MaxValue
            ? new ReadOnlySpan<byte>(data, (int)size)
            : throw new EdgeCodecException(EdgeCodecStatus.InvalidArgument, $"{name} has {size} bytes, expected at most {int.MaxValue}.");
    }
}
