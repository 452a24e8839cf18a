using EdgeCodec.Cli;
using EdgeCodec.Cli.Pictures;

namespace EdgeCodec.Training.Data;

/// <summary>A photograph and its mask, read as the command reads them, brought to the model grid as the edge does it.</summary>
internal static class GridReader
{
    /// <exception cref="InputException">One of the two cannot be read, or they do not belong together; the text names the file.</exception>
    public static Sample Read(string imagePath, string maskPath, string id, GridSpec grid)
    {
        (Picture image, Picture mask) = PictureReader.ReadPair(imagePath, maskPath, 3);
        byte[] labels = [.. mask.Samples.Select(v => v == 0 ? (byte)0 : (byte)255)];
        // Where the picture is padded there is no lesion.
        GridSpec maskGrid = grid with { Channels = 1, Pad = grid.Pad.IsEmpty ? [] : [0] };
        return new Sample(id, Planar(Reduce(image.Samples, image.Width, image.Height, grid), grid), Reduce(labels, image.Width, image.Height, maskGrid));
    }

    private static byte[] Reduce(byte[] packed, int width, int height, GridSpec grid)
    {
        byte[] samples = new byte[grid.SampleCount];
        GridResampler.Resample(PixelView.Packed(packed, SampleType.U8, grid.Channels, width, height), grid, null, samples);
        return samples;
    }

    private static byte[] Planar(byte[] interleaved, GridSpec grid)
    {
        byte[] planar = new byte[interleaved.Length];
        int pixels = grid.Height * grid.Width;
        for (int i = 0; i < pixels; i++)
        {
            for (int c = 0; c < grid.Channels; c++) { planar[c * pixels + i] = interleaved[i * grid.Channels + c]; }
        }
        return planar;
    }
}
