using NetVips;

namespace EdgeCodec.Cli.Pictures;

/// <summary>
/// Reads photographs and masks. The only liberty taken is EXIF orientation; what would need a guess (16 bits, CMYK,
/// grey for a colour model, transparency) is an error, since a wrong guess gives a mask that looks right and is not.
/// </summary>
internal static class PictureReader
{
    /// <summary>16384 x 16384, what a label map may have: beyond it a header is likelier a bomb than a photograph.</summary>
    private const long MostPixels = 1 << 28;

    /// <summary>What cameras and tools write. libvips also draws SVG and the like, which are no photographs.</summary>
    private static readonly string[] Formats = ["Jpeg", "Png", "Spng", "Webp", "Tiff", "Gif", "Nsgif"];

    /// <summary>Reads a photograph with the number of channels that the model wants.</summary>
    public static Picture Read(string path, int channels)
    {
        using Image image = Open(path);
        using Image upright = image.Autorot();
        using Image opaque = WithoutAlpha(upright, path);
        if (opaque.Interpretation == Enums.Interpretation.Cmyk) { throw new InputException($"{path}: CMYK; convert it to RGB first"); }
        if (opaque.Format != Enums.BandFormat.Uchar) { throw new InputException($"{path}: samples of {Name(opaque.Format)}; 8-bit pictures are read"); }
        if (opaque.Bands != channels)
        {
            throw new InputException($"{path}: {Kind(opaque.Bands)}; the model takes {Kind(channels)}");
        }
        return new Picture(Pixels(opaque, path), opaque.Width, opaque.Height, channels);
    }

    /// <summary>Reads a photograph and the mask that belongs to it, of labels 0 and 1.</summary>
    /// <exception cref="InputException">One cannot be read, or they do not fit each other.</exception>
    public static (Picture Photograph, Picture Mask) ReadPair(string photograph, string mask, int channels)
    {
        RequireUpright(photograph, mask);
        Picture picture = Read(photograph, channels), truth = ReadMask(mask);
        return truth.Width == picture.Width && truth.Height == picture.Height
            ? (picture, truth)
            : throw new InputException($"{mask}: {truth.Width}x{truth.Height}, its picture is {picture.Width}x{picture.Height}");
    }

    /// <summary>
    /// Refuses a photograph that its EXIF orientation turns: nothing says whether its mask was drawn before or after, and
    /// on a square both fit.
    /// </summary>
    public static void RequireUpright(string photograph, string mask)
    {
        using Image image = Open(photograph);
        int orientation = image.Contains("orientation") ? (int)image.Get("orientation") : 1;
        if (orientation > 1)
        {
            throw new InputException($"{photograph}: EXIF orientation {orientation} turns it, and nothing says whether {mask} was drawn before or after; turn the pixels themselves");
        }
    }

    /// <summary>Reads a mask of 0 and 255 as labels 0 and 1.</summary>
    public static Picture ReadMask(string path)
    {
        using Image image = Open(path);
        if (image.Bands != 1 || image.Format != Enums.BandFormat.Uchar)
        {
            throw new InputException($"{path}: {Kind(image.Bands)} of {Name(image.Format)}; a mask is grey, 8 bits");
        }
        byte[] labels = Pixels(image, path);
        int strange = Array.FindIndex(labels, v => v is not (0 or 255));
        if (strange >= 0) { throw new InputException($"{path}: value {labels[strange]} at ({strange % image.Width}, {strange / image.Width}); a mask holds 0 and 255 only"); }
        for (int i = 0; i < labels.Length; i++) { labels[i] &= 1; }
        return new Picture(labels, image.Width, image.Height, 1);
    }

    private static Image Open(string path)
    {
        InputFile.Check(path);
        // libvips takes "x.png[page=2]" for page 2 of x.png, even where a file of the whole name is there.
        if (path.EndsWith(']')) { throw new InputException($"{path}: a picture's name may not end in ']'"); }
        try
        {
            if (IsNetpbm(path))
            {
                Picture raw = Netpbm.Read(path);
                return Image.NewFromMemoryCopy<byte>(raw.Samples, raw.Width, raw.Height, raw.Channels, Enums.BandFormat.Uchar);
            }
            string loader = Image.FindLoad(path) ?? "";
            if (!Formats.Any(format => loader.StartsWith("VipsForeignLoad" + format, StringComparison.Ordinal)))
            {
                throw new InputException($"{path}: cannot be read as a picture (JPEG, PNG, WebP, TIFF, GIF, PPM or PGM)");
            }
            PngChunks.Check(path);
            // Warnings too: libjpeg fills what a hole in the data leaves with grey, and calls that one.
            Image image = Image.NewFromFile(path, access: Enums.Access.Random, failOn: Enums.FailOn.Warning);
            CheckHeader(image, path);
            return image;
        }
        catch (VipsException e)
        {
            throw new InputException($"{path}: cannot be read as a picture ({Reason(e)})");
        }
    }

    /// <summary>What the header says, before any pixel is decoded.</summary>
    private static void CheckHeader(Image image, string path)
    {
        if (image.Width > PixelView.MaxAxis || image.Height > PixelView.MaxAxis || (long)image.Width * image.Height > MostPixels)
        {
            throw new InputException($"{path}: {image.Width}x{image.Height}; at most {PixelView.MaxAxis} a side and {MostPixels} pixels are read");
        }
        int pages = image.Contains("n-pages") ? (int)image.Get("n-pages") : 1;
        if (pages > 1) { throw new InputException($"{path}: {pages} pages; a photograph has one"); }
        bool isPlain = image.Interpretation is Enums.Interpretation.Srgb or Enums.Interpretation.Rgb or Enums.Interpretation.Rgb16
            or Enums.Interpretation.Bw or Enums.Interpretation.Grey16 or Enums.Interpretation.Cmyk;
        if (!isPlain) { throw new InputException($"{path}: colours of kind {image.Interpretation}; convert it to RGB first"); }
    }

    private static bool IsNetpbm(string path)
    {
        Span<byte> start = stackalloc byte[2];
        using FileStream file = File.OpenRead(path);
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && Netpbm.IsOne(start);
    }

    private static byte[] Pixels(Image image, string path)
    {
        try
        {
            return image.WriteToMemory<byte>();
        }
        catch (VipsException e)
        {
            throw new InputException($"{path}: is damaged or cut short ({Reason(e)})");
        }
    }

    private static Image WithoutAlpha(Image image, string path)
    {
        if (!image.HasAlpha()) { return image.Copy(); }
        using Image alpha = image[image.Bands - 1];
        double opaque = image.Format == Enums.BandFormat.Ushort ? 65535 : 255;
        try
        {
            if (alpha.Min() < opaque) { throw new InputException($"{path}: has transparent pixels; flatten it first"); }
        }
        catch (VipsException e)
        {
            throw new InputException($"{path}: is damaged or cut short ({Reason(e)})");
        }
        return image.ExtractBand(0, n: image.Bands - 1);
    }

    private static string Reason(VipsException e)
    {
        string[] lines = [.. e.Message.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
        return lines.Length == 0 ? "no reason given" : lines[^1];
    }

    private static string Kind(int channels) => channels switch
    {
        1 => "one channel (grey)",
        3 => "three channels (RGB)",
        _ => $"{channels} channels",
    };

    private static string Name(Enums.BandFormat format) => format switch
    {
        Enums.BandFormat.Uchar => "8 bits",
        Enums.BandFormat.Ushort or Enums.BandFormat.Short => "16 bits",
        _ => format.ToString(),
    };
}
