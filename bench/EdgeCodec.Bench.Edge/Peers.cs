using System.Reflection;
using System.Runtime.InteropServices;

namespace EdgeCodec.Bench.Edge;

/// <summary><c>bench/edge/peers.h</c>: the published library, its peers and the processor's peak. Times are seconds.</summary>
internal static unsafe partial class Peers
{
    private const string Library = "edge_peers";
    private const int JpegQuality = 75;
    private const double Jpeg2000Ratio = 20;

    /// <summary>For the report.</summary>
    public static string Settings => $"JPEG quality {JpegQuality}, 4:2:0; JPEG 2000 irreversible, {Jpeg2000Ratio:0} : 1";

    /// <summary>Loads the shim and opens the model in the C library.</summary>
    public static void Open(string shim, string model)
    {
        NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), (name, assembly, path) =>
            name == Library ? NativeLibrary.Load(shim) : NativeLibrary.Load(name, assembly, path));
        if (peer_open(model) == 0) { throw new InvalidDataException($"{model}: the C library does not open it"); }
    }

    public static double EdgeCodec(Photograph p, out nuint bytes, int threads = 1)
    {
        fixed (byte* pixels = p.Pixels) { return Checked(peer_edgecodec(pixels, p.Width, p.Height, threads, out bytes), "libedgecodec"); }
    }

    public static double Jpeg(byte[] rgb, int width, int height, out nuint bytes)
    {
        fixed (byte* pixels = rgb) { return Checked(peer_jpeg(pixels, width, height, JpegQuality, out bytes), "libjpeg-turbo"); }
    }

    public static double Jpeg2000(Photograph p, out nuint bytes)
    {
        fixed (byte* pixels = p.Pixels) { return Checked(peer_jpeg2000(pixels, p.Width, p.Height, Jpeg2000Ratio, out bytes), "OpenJPEG"); }
    }

    /// <summary>Multiply-accumulates done by a loop of the kernel's dot product on registers; 0 if it has no measure.</summary>
    public static double Peak(string kernel, nuint rounds) => peak_run(kernel, rounds);

    private static double Checked(double seconds, string who) =>
        seconds >= 0 ? seconds : throw new InvalidOperationException($"{who} could not encode a picture");

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial int peer_open(string model);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial double peer_edgecodec(byte* pixels, int width, int height, int threads, out nuint bytes);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial double peer_jpeg(byte* pixels, int width, int height, int quality, out nuint bytes);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial double peer_jpeg2000(byte* pixels, int width, int height, double ratio, out nuint bytes);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial double peak_run(string kernel, nuint rounds);
}
