using EdgeCodec.Cloud.Tests;
using NetVips;
using Xunit;

namespace EdgeCodec.Cli.Tests;

/// <summary>
/// A folder for files, and a model whose answers are known: dark is lesion. It takes RGB sources of 32 pixels or more
/// a side, at most four times as long as wide.
/// </summary>
public abstract class CliFixture : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private protected TestModel Model { get; } = TestModel.Whole(ThresholdModel.PictureGrid() with { MinSource = new(1, 32, 32), MaxAspect16 = 64 });

    private protected string At(string name) => Path.Combine(folder.Path, name);

    /// <summary>A bright picture with a dark rectangle over its left half and upper two thirds, as its mask says.</summary>
    private protected string Photograph(string name, int width = 96, int height = 72)
    {
        byte[] rgb = new byte[width * height * 3], mask = new byte[width * height];
        for (int i = 0; i < mask.Length; i++)
        {
            bool dark = i % width < width / 2 && i / width < height * 2 / 3;
            mask[i] = dark ? (byte)255 : (byte)0;
            rgb.AsSpan(i * 3, 3).Fill(dark ? (byte)40 : (byte)220);
        }
        Save(name, rgb, width, height, 3);
        Save(Path.GetFileNameWithoutExtension(name) + "_segmentation.png", mask, width, height, 1);
        return At(name);
    }

    private protected string Save(string name, byte[] samples, int width, int height, int bands)
    {
        using Image image = Image.NewFromMemoryCopy<byte>(samples, width, height, bands, Enums.BandFormat.Uchar);
        using Image tagged = image.Copy(interpretation: bands >= 3 ? Enums.Interpretation.Srgb : Enums.Interpretation.Bw);
        tagged.WriteToFile(At(name));
        return At(name);
    }

    /// <summary>A stream of a photograph of the model.</summary>
    private protected string Stream(string name = "x.ecs")
    {
        CommandRun run = CommandRun.Of("encode", Photograph("stream-source.png"), "-o", At(name), "-m", Model.Path);
        Assert.Equal(0, run.ExitCode);
        return At(name);
    }

    /// <summary>Exit code 1, one line that begins with the command's name and says <paramref name="expected"/>, no file left.</summary>
    private protected void Fails(string expected, string output, params string[] args)
    {
        CommandRun run = CommandRun.Of(args);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("", run.Output);
        string line = run.Error.TrimEnd('\n');
        Assert.StartsWith("edgecodec: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
        Assert.Contains(expected, line, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path, Path.GetFileName(output) + "*"));
        Assert.Empty(Directory.GetFiles(folder.Path, ".*"));
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        Model.Dispose();
        folder.Dispose();
    }
}
