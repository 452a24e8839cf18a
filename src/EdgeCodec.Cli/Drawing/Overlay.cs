using System.Globalization;
using System.Text;
using NetVips;

namespace EdgeCodec.Cli.Drawing;

/// <summary>
/// The picture that shows a segmentation: panels side by side (photograph, feature map, outlines), titles above, a
/// legend and a caption below. Rasters come from libvips; outlines and text are SVG laid over them.
/// </summary>
internal sealed class Overlay
{
    private const int PanelSide = 440;
    private const int Margin = 20;
    private const int Gap = 14;
    private const int TitleHeight = 30;
    private const int FooterHeight = 76;
    private const double TitleSize = 17;
    private const double TextSize = 16;
    private const int MinWidth = 760;

    private readonly OverlayScene _scene;
    private readonly int _panelWidth;
    private readonly int _panelHeight;
    private readonly int _width;
    private readonly int _height;
    private readonly int _firstLeft;
    private readonly StringBuilder _svg = new();

    private Overlay(OverlayScene scene)
    {
        _scene = scene;
        double scale = (double)PanelSide / Math.Max(scene.Labels.Width, scene.Labels.Height);
        _panelWidth = Math.Max(1, (int)Math.Round(scene.Labels.Width * scale));
        _panelHeight = Math.Max(1, (int)Math.Round(scene.Labels.Height * scale));
        int panels = scene.Photograph is null ? 2 : 3;
        int content = (panels * _panelWidth) + ((panels - 1) * Gap);
        _width = Math.Max(MinWidth, content + (2 * Margin));
        _height = Margin + TitleHeight + _panelHeight + FooterHeight;
        _firstLeft = (_width - content) / 2;
    }

    /// <summary>Draws an overlay of a picture (depth 1) as a PNG file.</summary>
    public static byte[] ToPng(OverlayScene scene) => scene.Labels.Depth == 1
        ? new Overlay(scene).Draw()
        : throw new InputException($"an overlay is drawn of a picture; the stream's source has {scene.Labels.Depth} slices");

    private byte[] Draw()
    {
        _svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns='http://www.w3.org/2000/svg' width='{_width}' height='{_height}'>");
        int panel = 0;
        Image canvas = Blank();
        if (_scene.Photograph is not null)
        {
            canvas = Place(canvas, PanelRasters.OfPhotograph(_scene.Photograph, _panelWidth, _panelHeight), panel++, "Photograph (stays on the device)");
        }
        canvas = Place(
            canvas,
            PanelRasters.OfMap(_scene.Map, _scene.Grid, _scene.Labels.Width, _scene.Labels.Height, _panelWidth, _panelHeight),
            panel++,
            "Feature map from the stream");
        canvas = Place(
            canvas,
            _scene.Photograph is null
                ? PanelRasters.OfNothing(_panelWidth, _panelHeight)
                : PanelRasters.OfPhotograph(_scene.Photograph, _panelWidth, _panelHeight),
            panel,
            "Segmentation");
        AppendOutlines(LeftOf(panel));
        AppendFooter();
        _svg.Append("</svg>");
        using Image drawing = Image.SvgloadBuffer(Encoding.UTF8.GetBytes(_svg.ToString()));
        using Image composed = canvas.Composite2(drawing, Enums.BlendMode.Over);
        using Image flat = composed.Flatten();
        canvas.Dispose();
        return flat.PngsaveBuffer(compression: 9);
    }

    private Image Blank()
    {
        using Image black = Image.Black(_width, _height, bands: 3);
        using Image white = black.Linear([1.0], [255.0], uchar: true);
        return white.Copy(interpretation: Enums.Interpretation.Srgb);
    }

    private int LeftOf(int panel) => _firstLeft + (panel * (_panelWidth + Gap));

    private static int Top => Margin + TitleHeight;

    private Image Place(Image canvas, Image raster, int panel, string title)
    {
        using (canvas)
        using (raster)
        {
            double size = Math.Min(TitleSize, TitleSize * _panelWidth / Glyphs.Width(title, TitleSize));
            Glyphs.Append(_svg, title, LeftOf(panel), Top - 11, size, Palette.Ink);
            return canvas.Insert(raster, LeftOf(panel), Top);
        }
    }

    private void AppendOutlines(int left)
    {
        _svg.Append(CultureInfo.InvariantCulture, $"<svg x='{left}' y='{Top}' width='{_panelWidth}' height='{_panelHeight}'>");
        for (int label = 1; label < _scene.Labels.Names.Count; label++)
        {
            AppendOutline((byte)label, _scene.Labels.Labels.Span, Palette.OfLabel(label), isTruth: false);
            if (_scene.Truth is not null)
            {
                AppendOutline((byte)label, _scene.Truth, TruthColour(label), isTruth: true);
            }
        }
        _svg.Append("</svg>");
    }

    private void AppendOutline(byte label, ReadOnlySpan<byte> labels, string colour, bool isTruth)
    {
        byte[] share = PanelRasters.ShareOf(label, labels, _scene.Labels.Width, _scene.Labels.Height, _panelWidth, _panelHeight);
        var path = new StringBuilder();
        foreach (IReadOnlyList<(double X, double Y)> loop in Contours.Trace(share, _panelWidth, _panelHeight))
        {
            char command = 'M';
            foreach ((double x, double y) in loop)
            {
                path.Append(CultureInfo.InvariantCulture, $"{command}{x:F1} {y:F1}");
                command = 'L';
            }
            path.Append('Z');
        }
        AppendLine(path.ToString(), colour, isTruth);
    }

    /// <summary>A coloured line with a dark edge, which stands out on light and dark alike; truth is dashed.</summary>
    private void AppendLine(string path, string colour, bool isTruth)
    {
        string dash = isTruth ? " stroke-dasharray='9 6'" : "";
        _svg.Append(
            CultureInfo.InvariantCulture,
            $"<g fill='none' stroke-linejoin='round'{dash}><path d='{path}' stroke='{Palette.Halo}' stroke-opacity='0.55' stroke-width='5'/>"
            + $"<path d='{path}' stroke='{colour}' stroke-width='2.6'/></g>");
    }

    private string TruthColour(int label) => _scene.Labels.Names.Count == 2 ? Palette.Truth : Palette.OfLabel(label);

    private void AppendFooter()
    {
        double x = _firstLeft;
        double y = Top + _panelHeight + 30;
        for (int label = 1; label < _scene.Labels.Names.Count; label++)
        {
            x = AppendLegend(x, y, Palette.OfLabel(label), $"predicted {_scene.Labels.Names[label]}", isTruth: false);
            if (_scene.Truth is not null)
            {
                x = AppendLegend(x, y, TruthColour(label), $"true {_scene.Labels.Names[label]}", isTruth: true);
            }
        }
        double room = _width - _firstLeft - Margin;
        double size = Math.Min(TextSize, TextSize * room / Glyphs.Width(_scene.Caption, TextSize));
        Glyphs.Append(_svg, _scene.Caption, _firstLeft, y + 28, size, Palette.FaintInk);
    }

    private double AppendLegend(double x, double y, string colour, string text, bool isTruth)
    {
        const double Sample = 42;
        AppendLine(string.Create(CultureInfo.InvariantCulture, $"M{x:F1} {y - 5:F1}h{Sample}"), colour, isTruth);
        Glyphs.Append(_svg, text, x + Sample + 9, y, TextSize, Palette.Ink);
        return x + Sample + 9 + Glyphs.Width(text, TextSize) + 28;
    }
}
