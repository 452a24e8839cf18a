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
    public const uint Version = 1;

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
    public static partial nuint ec_net_arena_size(nint net);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static partial nuint ec_net_scratch_size(nint net);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static partial void ec_net_arena_init(nint net, void* arena);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static partial byte* ec_net_input(nint net, void* arena, nuint* rowStride);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static partial void ec_net_run(nint net, void* arena, void* scratch);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static partial void ec_net_output(nint net, void* arena, byte* output);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static partial nuint ec_area_largest_state_size(uint sampleType, uint channels, uint* grid);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static partial nuint ec_area_state_size(NativeAreaSpec* spec, uint rowBegin, uint rowEnd);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static partial nint ec_area_begin(
        nint kernel, NativeAreaSpec* spec, uint rowBegin, uint rowEnd, byte* grid, nuint rowStride, nuint sliceStride, void* memory);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static partial void ec_area_source_rows(nint area, uint* first, uint* end);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    public static partial uint ec_area_push(nint area, void* rows, long rowStride, uint count);
}
