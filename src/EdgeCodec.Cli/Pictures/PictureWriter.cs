using NetVips;

namespace EdgeCodec.Cli.Pictures;

/// <summary>Encodes pictures for output files.</summary>
internal static class PictureWriter
{
    public static byte[] Png(ReadOnlySpan<byte> samples, int width, int height, int channels)
    {
        using Image image = Image.NewFromMemoryCopy<byte>(samples.ToArray(), width, height, channels, Enums.BandFormat.Uchar);
        return image.PngsaveBuffer();
    }

    /// <summary>PNG of a label map: 0 and 255 for two labels, so that it looks like a mask; else the label values.</summary>
    public static byte[] Mask(LabelMap map)
    {
        byte[] samples = map.Labels.ToArray();
        if (map.Names.Count <= 2)
        {
            for (int i = 0; i < samples.Length; i++) { samples[i] = samples[i] == 0 ? (byte)0 : (byte)255; }
        }
        // A volume is written slice below slice.
        return Png(samples, map.Width, map.Height * map.Depth, 1);
    }

    /// <summary>The encoder for a file name: .png, .ppm or .pgm.</summary>
    public static byte[] For(string path, Picture picture) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".png" => Png(picture.Samples, picture.Width, picture.Height, picture.Channels),
        ".ppm" when picture.Channels == 3 => Netpbm.Write(picture),
        ".pgm" when picture.Channels == 1 => Netpbm.Write(picture),
        _ => throw new InputException($"{path}: written as .png, .ppm (RGB) or .pgm (grey)"),
    };
}
