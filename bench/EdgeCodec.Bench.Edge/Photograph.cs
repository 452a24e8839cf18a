using EdgeCodec.Cli.Pictures;

namespace EdgeCodec.Bench.Edge;

/// <summary>Decoded RGB of 8 bits, packed.</summary>
internal sealed record Photograph(string Name, byte[] Pixels, int Width, int Height)
{
    public double Megapixels => 1e-6 * Width * Height;

    public PixelView View => PixelView.Packed(Pixels, SampleType.U8, 3, Width, Height);

    /// <summary>The photographs of a folder, smallest first; none if there is no such folder.</summary>
    public static IReadOnlyList<Photograph> ReadAll(string folder) => !Directory.Exists(folder)
        ? []
        : [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(Read).OrderBy(p => p.Megapixels)];

    /// <summary>A bright ground with a dark round spot, and a little texture.</summary>
    public static Photograph Draw(int width, int height)
    {
        var pixels = new byte[width * height * 3];
        for (int y = 0, at = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double dx = (x - (width / 2.0)) / height;
                double dy = (y - (height / 2.0)) / height;
                int ground = (dx * dx) + (dy * dy) < 0.06 ? 90 : 200;
                for (int c = 0; c < 3; c++) { pixels[at++] = (byte)(ground + (((x * 7) + (y * 13) + (c * 5)) % 23)); }
            }
        }
        return new Photograph($"drawn {width}x{height}", pixels, width, height);
    }

    private static Photograph Read(string path)
    {
        Picture picture = PictureReader.Read(path, 3);
        return new Photograph(Path.GetFileNameWithoutExtension(path), picture.Samples, picture.Width, picture.Height);
    }
}
