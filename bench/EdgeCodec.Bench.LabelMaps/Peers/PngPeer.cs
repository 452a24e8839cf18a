using System.Diagnostics;
using EdgeCodec.Cli.Pictures;
using NetVips;

namespace EdgeCodec.Bench.LabelMaps;

/// <summary>PNG by zopflipng, a whole file; a volume's slices one below the other.</summary>
internal sealed class PngPeer : ILabelPeer
{
    public string Name => "PNG (zopflipng)";

    public byte[] Encode(LabelVolume volume)
    {
        // Grey at 1, 2, 4 or 8 bits needs no palette: zopflipng sees that values are multiples of the full scale.
        int step = 255 / ((1 << volume.LabelBits) - 1);
        byte[] samples = [.. volume.Labels.Select(label => (byte)(label * step))];
        string name = Path.Combine(Path.GetTempPath(), $"edgecodec-labelmaps-{Environment.ProcessId}");
        string plain = name + ".png", best = name + ".best.png";
        try
        {
            File.WriteAllBytes(plain, PictureWriter.Png(samples, volume.Width, volume.Rows, 1));
            Optimise(plain, best);
            byte[] file = File.ReadAllBytes(best);
            using Image image = Image.PngloadBuffer(file);
            using Image grey = image[0];
            if (image.Width != volume.Width || image.Height != volume.Rows || !grey.WriteToMemory<byte>().AsSpan().SequenceEqual(samples))
            {
                throw new InvalidDataException($"{volume.Name}: {Name} gives other labels back");
            }
            return file;
        }
        finally
        {
            File.Delete(plain);
            File.Delete(best);
        }
    }

    private static void Optimise(string plain, string best)
    {
        using Process process = Process.Start(
            new ProcessStartInfo("zopflipng", ["-y", plain, best]) { RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) { throw new InvalidDataException($"zopflipng failed with {process.ExitCode}"); }
    }
}
