using EdgeCodec.Cli;
using EdgeCodec.Cli.Pictures;

namespace EdgeCodec.Training.Data;

/// <summary>A photograph and its mask, read as the command reads them, at the model grid by the edge's own resampler.</summary>
internal static class GridReader
{
    /// <exception cref="InputException">One of the two cannot be read, or they do not belong together; the text names the file.</exception>
    public static Sample Read(string imagePath, string maskPath, string id, int side)
    {
        Picture image = PictureReader.Read(imagePath, 3), mask = PictureReader.ReadMask(maskPath);
        if (image.Width != mask.Width || image.Height != mask.Height)
        {
            throw new InputException($"{maskPath}: {mask.Width}x{mask.Height}, its picture is {image.Width}x{image.Height}");
        }
        byte[] labels = [.. mask.Samples.Select(v => v == 0 ? (byte)0 : (byte)255)];
        return new Sample(id, Planar(Reduce(image.Samples, image.Width, image.Height, 3, side), 3, side), Reduce(labels, image.Width, image.Height, 1, side));
    }

    private static byte[] Reduce(byte[] packed, int width, int height, int channels, int side)
    {
        byte[] grid = new byte[side * side * channels];
        GridResampler.Resample(PixelView.Packed(packed, SampleType.U8, channels, width, height), Grid(channels, side), null, grid);
        return grid;
    }

    // Pictures of the set are square; stretching one is plain reduction.
    private static GridSpec Grid(int channels, int side) => new()
    {
        Fit = GridFit.Stretch, Channels = channels, SampleTypes = SampleTypes.U8, Size = new(1, side, side),
    };

    private static byte[] Planar(byte[] interleaved, int channels, int side)
    {
        byte[] planar = new byte[interleaved.Length];
        for (int i = 0; i < side * side; i++)
        {
            for (int c = 0; c < channels; c++) { planar[c * side * side + i] = interleaved[i * channels + c]; }
        }
        return planar;
    }
}
