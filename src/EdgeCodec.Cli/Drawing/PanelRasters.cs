using EdgeCodec.Cli.Pictures;
using NetVips;

namespace EdgeCodec.Cli.Drawing;

/// <summary>The raster part of panels: sRGB pictures of a panel's size.</summary>
internal static class PanelRasters
{
    // Where a panel shows nothing of the source: cropped away, or not sent.
    private const double Blank = 236;

    public static Image OfPhotograph(Picture photograph, int width, int height)
    {
        using Image image = ToImage(photograph);
        using Image colour = image.Colourspace(Enums.Interpretation.Srgb);
        return Scale(colour, width, height);
    }

    /// <summary>The feature map in colours, laid over the part of the source that the grid holds (ECM §2.1).</summary>
    public static Image OfMap(FeatureMap map, GridSpec grid, int sourceWidth, int sourceHeight, int width, int height)
    {
        GridPlacement place = GridPlacement.Of(grid, sourceWidth, sourceHeight);
        using Image image = ToImage(Colour(FeatureMapPicture.Grey(map), map.Width, map.Height));
        using Image region = image.Crop(place.GridX, place.GridY, place.GridWidth, place.GridHeight);
        (int left, int right) = Span(place.SourceX, place.SourceWidth, sourceWidth, width);
        (int top, int bottom) = Span(place.SourceY, place.SourceHeight, sourceHeight, height);
        using Image scaled = Scale(region, right - left, bottom - top);
        return scaled.Embed(left, top, width, height, extend: Enums.Extend.Background, background: [Blank, Blank, Blank]);
    }

    public static Image OfNothing(int width, int height)
    {
        using Image black = Image.Black(width, height, bands: 3);
        using Image blank = black + Blank;
        using Image bytes = blank.Cast(Enums.BandFormat.Uchar);
        return bytes.Copy(interpretation: Enums.Interpretation.Srgb);
    }

    /// <summary>Share of a label at each sample of a panel, 0 to 255, smoothed to hide the steps of pixels.</summary>
    public static byte[] ShareOf(byte label, ReadOnlySpan<byte> labels, int sourceWidth, int sourceHeight, int width, int height)
    {
        var mask = new byte[labels.Length];
        for (int i = 0; i < mask.Length; i++)
        {
            mask[i] = labels[i] == label ? (byte)255 : (byte)0;
        }
        using Image image = ToImage(new Picture(mask, sourceWidth, sourceHeight, 1));
        using Image scaled = Scale(image, width, height);
        using Image smooth = scaled.Gaussblur(0.8);
        return smooth.WriteToMemory<byte>();
    }

    private static Image ToImage(Picture picture)
    {
        using Image image = Image.NewFromMemory(picture.Samples, picture.Width, picture.Height, picture.Channels, Enums.BandFormat.Uchar);
        return image.Copy(interpretation: picture.Channels == 3 ? Enums.Interpretation.Srgb : Enums.Interpretation.Bw);
    }

    private static Image Scale(Image image, int width, int height) => image.ThumbnailImage(width, height: height, size: Enums.Size.Force);

    private static (int From, int To) Span(int start, int length, int source, int panel)
    {
        int from = (int)Math.Round((double)start * panel / source);
        int to = (int)Math.Round((double)(start + length) * panel / source);
        return (Math.Min(from, panel - 1), Math.Max(to, from + 1));
    }

    private static Picture Colour(byte[] gray, int width, int height)
    {
        var samples = new byte[gray.Length * 3];
        for (int i = 0; i < gray.Length; i++)
        {
            Palette.Viridis.AsSpan(gray[i] * 3, 3).CopyTo(samples.AsSpan(i * 3));
        }
        return new Picture(samples, width, height, 3);
    }
}
