using System.Runtime.InteropServices;

namespace EdgeCodec;

/// <summary>
/// <c>native/kernels/ec_kernels.h</c>, which says what each function does. A NativeAOT library has them linked in
/// (DirectPInvoke); elsewhere they are in libec_kernels beside the assembly.
/// </summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "libec_kernels";

    /// <summary>EC_KERNELS_VERSION that this class was written for.</summary>
    public const uint Version = 3;

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static partial uint ec_kernels_version();

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static partial nint ec_kernel_select();

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static partial nint ec_kernel_at(uint index);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static partial byte* ec_kernel_name(nint kernel);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static partial nuint ec_net_packed_size(nint kernel, NativeConvSpec* layers, uint count);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static partial nint ec_net_pack(nint kernel, NativeConvSpec* layers, uint count, void* memory);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static partial nuint ec_picture_size(NativePicturePlan* plan);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static partial nint ec_picture_init(NativePicturePlan* plan, void* memory);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static partial void ec_picture_begin(nint picture, NativePictureSource* source);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static partial int ec_picture_push(
        nint picture, NativePictureRows* rows, delegate* unmanaged<void*, nint, void*, uint, int> runner, void* opaque);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static partial int ec_picture_run(nint picture, byte* bits, delegate* unmanaged<void*, nint, void*, uint, int> runner, void* opaque);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static partial void ec_picture_cancel(nint picture);
}
