using NetVips;

namespace EdgeCodec.Training.Data;

/// <summary>Decodes a photograph and its mask and brings both to the model grid by the edge's own resampler.</summary>
internal static class PictureReader
{
    public static Sample Read(string imagePath, string maskPath, string id, int side)
    {
        using Image image = Image.NewFromFile(imagePath, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated);
        using Image mask = Image.NewFromFile(maskPath, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated);
        if (image.Bands != 3 || image.Format != Enums.BandFormat.Uchar)
        {
            throw new InvalidDataException($"{imagePath}: {image.Bands} channels of {image.Format}; three of 8 bits are needed");
        }
        if (mask.Bands != 1 || mask.Format != Enums.BandFormat.Uchar)
        {
            throw new InvalidDataException($"{maskPath}: {mask.Bands} channels of {mask.Format}; one of 8 bits is needed");
        }
        if (image.Width != mask.Width || image.Height != mask.Height)
        {
            throw new InvalidDataException($"{maskPath}: {mask.Width}x{mask.Height}, its picture is {image.Width}x{image.Height}");
        }
        byte[] labels = mask.WriteToMemory<byte>();
        int strange = Array.FindIndex(labels, v => v is not (0 or 255));
        if (strange >= 0) { throw new InvalidDataException($"{maskPath}: value {labels[strange]}; only 0 and 255 are masks"); }
        byte[] pixels = image.WriteToMemory<byte>();
        return new Sample(id, Planar(Reduce(pixels, image.Width, image.Height, 3, side), 3, side), Reduce(labels, image.Width, image.Height, 1, side));
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
