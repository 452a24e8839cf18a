using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeCodec.Native.Exports;

/// <summary>Section 1 of <c>edgecodec.h</c>. Constants only: nothing here can fail.</summary>
internal static unsafe class VersionExports
{
    /// <summary><c>EC_ABI_VERSION</c> of the header that this library implements.</summary>
    public const uint AbiVersion = 1;

    /// <summary>FORMAT: the major version.</summary>
    private const uint BitstreamVersion = 1;

    /// <summary>ECM §1, <c>version_major</c>.</summary>
    private const uint ModelVersion = 1;

    [UnmanagedCallersOnly(EntryPoint = "ec_version")]
    public static uint Version() => BuildVersion.Number;

    /// <summary>The literal lies in the library's read-only data and ends with a NUL, as every UTF-8 literal does.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ec_version_string")]
    public static byte* VersionString() => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(BuildVersion.Text));

    [UnmanagedCallersOnly(EntryPoint = "ec_abi_version")]
    public static uint Abi() => AbiVersion;

    [UnmanagedCallersOnly(EntryPoint = "ec_bitstream_version")]
    public static uint Bitstream() => BitstreamVersion;

    [UnmanagedCallersOnly(EntryPoint = "ec_model_version")]
    public static uint Model() => ModelVersion;
}
