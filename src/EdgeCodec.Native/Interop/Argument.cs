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
}
