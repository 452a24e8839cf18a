using System.Diagnostics;
using System.Globalization;
using EdgeCodec.Cli;

namespace EdgeCodec.PictureCodecs;

/// <summary>
/// One H.264 intra picture by x264 at a fixed quantiser, through the command <c>ffmpeg</c>: 4:2:0, the slowest preset,
/// the bare stream without x264's comment on itself (filter_units drops it), which would be longer than the picture.
/// </summary>
internal sealed class H264Codec(int quantiser) : IPictureCodec
{
    private const string Program = "ffmpeg";

    public string Name => $"H.264 QP {quantiser}";

    /// <summary>Whether the command is there, with x264.</summary>
    public static bool IsAvailable { get; } = FindsX264();

    public byte[] Encode(byte[] picture, int width, int height) => Run(picture, Invariant(
        $"-f rawvideo -pix_fmt rgb24 -s {width}x{height} -i pipe:0 -frames:v 1 -pix_fmt yuv420p -c:v libx264 -preset veryslow -threads 1 -qp {quantiser} -bsf:v filter_units=remove_types=6 -f h264 pipe:1"));

    public byte[] Decode(byte[] file, int width, int height)
    {
        // ffmpeg would scale another size silently; asked for none, it gives the stream's own.
        byte[] pixels = Run(file, "-f h264 -i pipe:0 -frames:v 1 -threads 1 -f rawvideo -pix_fmt rgb24 pipe:1");
        return pixels.Length == width * height * 3
            ? pixels
            : throw new InvalidDataException($"{Name}: came back as {pixels.Length} bytes, not as {width}x{height} in three channels");
    }

    private static byte[] Run(byte[] input, string arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Program, "-nostdin -loglevel error " + arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        }) ?? throw new InputException($"{Program} cannot be started");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task writing = Task.Run(() =>
        {
            // A process that fails closes its input; what it says is the error.
            try { using Stream stream = process.StandardInput.BaseStream; stream.Write(input); }
            catch (IOException) { }
        });
        var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        writing.Wait();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.ToArray()
            : throw new InvalidDataException($"{Program}: {errors.Result.Split('\n')[0].Trim()}");
    }

    private static bool FindsX264()
    {
        try { return System.Text.Encoding.UTF8.GetString(Run([], "-encoders")).Contains("libx264", StringComparison.Ordinal); }
        // Not there, or there and broken.
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidDataException) { return false; }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
