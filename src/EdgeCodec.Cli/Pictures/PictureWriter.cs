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
    public static byte[] Mask(LabelMap map) =>
        Labels(map.Labels.ToArray(), map.Names.Count, map.Width, map.Height * map.Depth);

    /// <summary>As <see cref="Mask"/>; a volume's slices one below the other. The labels are used up.</summary>
    public static byte[] Labels(byte[] labels, int labelCount, int width, int rows)
    {
        if (labelCount <= 2)
        {
            for (int i = 0; i < labels.Length; i++) { labels[i] = labels[i] == 0 ? (byte)0 : (byte)255; }
        }
        return Png(labels, width, rows, 1);
    }

    /// <summary>Grey of 16 bits: label values.</summary>
    public static byte[] Png16(ushort[] labels, int width, int rows)
    {
        using Image image = Image.NewFromMemoryCopy<ushort>(labels, width, rows, 1, Enums.BandFormat.Ushort);
        using Image grey = image.Copy(interpretation: Enums.Interpretation.Grey16);
        return grey.PngsaveBuffer();
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
