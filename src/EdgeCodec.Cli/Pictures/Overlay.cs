using System.Globalization;
using System.Net;
using System.Text;
using NetVips;

namespace EdgeCodec.Cli.Pictures;

/// <summary>
/// The picture that a person looks at: photograph, feature map, and the outlines over the photograph, side by side
/// with a legend. Outlines are blue (predicted) and orange (true), which colour-blind readers tell apart
/// (Okabe and Ito's palette), on a dark halo.
/// </summary>
internal static class Overlay
{
    private const int PanelWidth = 440;
    private const int Margin = 16;
    private const int TitleHeight = 34;
    private const int CaptionHeight = 46;
    private const string PredictedColour = "#56B4E9";
    private const string TruthColour = "#E69F00";

    /// <summary>Draws the panels.</summary>
    /// <param name="photograph">The source, or null: then the outlines lie on the feature map.</param>
    /// <param name="map">Map from g, [H, W] of 0..1, or null for an uncompressed model.</param>
    /// <param name="predicted">Label map at source geometry; every label but 0 is outlined.</param>
    /// <param name="truth">True labels at the same geometry, or null.</param>
    /// <param name="caption">One line below the panels.</param>
    public static byte[] Draw(Picture? photograph, FeatureMap? map, LabelMap predicted, Picture? truth, string caption)
    {
        int height = Math.Clamp((int)Math.Round((double)PanelWidth * predicted.Height / predicted.Width), PanelWidth / 4, PanelWidth * 2);
        using Image? photo = photograph is null ? null : Scaled(FromPicture(photograph), height);
        using Image? feature = map is null ? null : Scaled(FromMap(map), height);
        Image ground = photo ?? feature ?? throw new InputException("an overlay needs the photograph or a feature map; give --image");

        List<(string Title, Image Picture)> panels = [];
        if (photo is not null) { panels.Add(("Photograph (stays on the device)", photo)); }
        if (feature is not null) { panels.Add(("Feature map from the stream", feature)); }
        panels.Add((truth is null ? "Predicted outline" : "Predicted and true outline", ground));

        int width = Margin + panels.Count * (PanelWidth + Margin);
        int total = TitleHeight + height + CaptionHeight;
        using Image canvas = Image.Black(width, total, bands: 3).Linear([1.0, 1, 1], [255.0, 255, 255]).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        Image drawn = canvas.Copy();
        for (int i = 0; i < panels.Count; i++)
        {
            Image next = drawn.Insert(panels[i].Picture, Margin + i * (PanelWidth + Margin), TitleHeight);
            drawn.Dispose();
            drawn = next;
        }
        string svg = Annotations(panels.Select(p => p.Title).ToList(), width, total, height, predicted, truth, caption);
        using Image annotations = Image.SvgloadBuffer(Encoding.UTF8.GetBytes(svg));
        using Image composed = drawn.Composite2(annotations, Enums.BlendMode.Over);
        drawn.Dispose();
        using Image flat = composed.Flatten(background: [255.0, 255, 255]);
        return flat.PngsaveBuffer();
    }

    private static string Annotations(List<string> titles, int width, int total, int height, LabelMap predicted, Picture? truth, string caption)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{total}' font-family='DejaVu Sans, Liberation Sans, sans-serif' fill='#222'>");
        for (int i = 0; i < titles.Count; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x='{Margin + i * (PanelWidth + Margin)}' y='{TitleHeight - 11}' font-size='15' font-weight='bold'>{WebUtility.HtmlEncode(titles[i])}</text>");
        }
        int left = Margin + (titles.Count - 1) * (PanelWidth + Margin);
        if (truth is not null) { Outline(svg, truth.Samples, truth.Width, truth.Height, left, height, TruthColour); }
        Outline(svg, predicted.Labels.Span, predicted.Width, predicted.Height, left, height, PredictedColour);

        double line = total - CaptionHeight / 2.0 + 5;
        svg.Append(CultureInfo.InvariantCulture, $"<text x='{Margin}' y='{line:F0}' font-size='14'>{WebUtility.HtmlEncode(caption)}</text>");
        double x = left + PanelWidth - 190;
        Key(svg, x, line, PredictedColour, "predicted");
        if (truth is not null) { Key(svg, x + 115, line, TruthColour, "true"); }
        return svg.Append("</svg>").ToString();
    }

    private static void Outline(StringBuilder svg, ReadOnlySpan<byte> labels, int width, int height, int left, int panelHeight, string colour)
    {
        using Image whole = Image.NewFromMemoryCopy<byte>(labels.ToArray(), width, height, 1, Enums.BandFormat.Uchar);
        using Image mask = whole > 0;
        using Image scaled = Scaled(mask, panelHeight);
        string path = Contour.Path(scaled.WriteToMemory<byte>(), scaled.Width, scaled.Height);
        if (path.Length == 0) { return; }
        svg.Append(CultureInfo.InvariantCulture, $"<g transform='translate({left} {TitleHeight})' fill='none' stroke-linecap='round'>")
            .Append(CultureInfo.InvariantCulture, $"<path d='{path}' stroke='#000' stroke-opacity='0.55' stroke-width='4.5'/>")
            .Append(CultureInfo.InvariantCulture, $"<path d='{path}' stroke='{colour}' stroke-width='2.4'/></g>");
    }

    private static void Key(StringBuilder svg, double x, double y, string colour, string text)
        => svg.Append(CultureInfo.InvariantCulture, $"<path d='M{x:F0} {y - 5:F0}h24' stroke='#000' stroke-opacity='0.55' stroke-width='5.5'/><path d='M{x:F0} {y - 5:F0}h24' stroke='{colour}' stroke-width='3.4'/><text x='{x + 31:F0}' y='{y:F0}' font-size='14'>{text}</text>");

    private static Image FromPicture(Picture picture)
    {
        Image image = Image.NewFromMemoryCopy<byte>(picture.Samples, picture.Width, picture.Height, picture.Channels, Enums.BandFormat.Uchar);
        return picture.Channels == 3 ? image.Copy(interpretation: Enums.Interpretation.Srgb) : image.Bandjoin([image, image]).Copy(interpretation: Enums.Interpretation.Srgb);
    }

    private static Image FromMap(FeatureMap map)
    {
        byte[] grey = FeatureMapPicture.Grey(map);
        return FromPicture(new Picture(grey, map.Width, map.Height * map.Depth, 1));
    }

    private static Image Scaled(Image image, int height)
    {
        using Image source = image;
        return source.ThumbnailImage(PanelWidth, height: height, size: Enums.Size.Force);
    }
}
