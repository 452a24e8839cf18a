using System.Runtime.InteropServices;

namespace EdgeCodec;

/// <summary>One entry of the kernel table that this processor runs.</summary>
/// <param name="Handle">The <c>ec_kernel</c>, which lives as long as the process.</param>
/// <param name="Name">As the table names it: avx512vnni, avx2, neondot, neon or portable.</param>
internal readonly record struct NativeKernel(nint Handle, string Name);

/// <summary>
/// The C kernels, if they are there: a .NET host without their library runs the reference, with the same
/// result. Thread-safe.
/// </summary>
internal static unsafe class NativeKernels
{
    private static readonly NativeKernel? Selected = Load();

    /// <summary>The best kernels for this processor; null where the library is absent or of another version.</summary>
    public static NativeKernel? Best => Selected;

    /// <summary>All that this processor runs, best first; none where the library is absent.</summary>
    public static IReadOnlyList<NativeKernel> All()
    {
        var kernels = new List<NativeKernel>();
        if (Selected is not null)
        {
            for (uint i = 0; NativeMethods.ec_kernel_at(i) is nint handle && handle != 0; i++)
            {
                kernels.Add(Describe(handle));
            }
        }
        return kernels;
    }

    private static NativeKernel? Load()
    {
        try
        {
            if (NativeMethods.ec_kernels_version() != NativeMethods.Version)
            {
                return null;
            }
            nint handle = NativeMethods.ec_kernel_select();
            return handle == 0 ? null : Describe(handle);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return null;
        }
    }

    private static NativeKernel Describe(nint handle) =>
        new(handle, Marshal.PtrToStringUTF8((nint)NativeMethods.ec_kernel_name(handle)) ?? "");
}
