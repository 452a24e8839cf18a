namespace EdgeCodec.Native.Interop;

/// <summary><c>EC_ABI_VERSION</c>.</summary>
internal static class AbiVersion
{
    /// <summary>Of the header that this library implements.</summary>
    private const uint Newest = 1;

    /// <exception cref="EdgeCodecException">AbiVersionUnsupported.</exception>
    public static void Check(uint version)
    {
        if (version is < 1 or > Newest)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.AbiVersionUnsupported,
                $"options.abi_version is {version}, expected 1 to {Newest}: begin with the structure's EC_..._INIT, and install a library as new as the header.");
        }
    }
}
