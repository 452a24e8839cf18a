using System.Globalization;
using System.Text;

namespace EdgeCodec.Cli.Drawing;

/// <summary>Text as SVG paths, from outlines that the tool carries: a machine without fonts draws the same picture.</summary>
internal static class Glyphs
{
    private const double UnitsPerEm = 2048;
    private const char Unknown = '?';

    private static readonly Lazy<Dictionary<int, (int Advance, string Path)>> Table = new(Load);

    /// <summary>Width of a text in pixels.</summary>
    /// <param name="text">Any text; signs without an outline count as question marks.</param>
    /// <param name="size">Pixels to the em.</param>
    public static double Width(string text, double size) => text.EnumerateRunes().Sum(r => Of(r).Advance) * size / UnitsPerEm;

    /// <summary>Appends a text.</summary>
    /// <param name="svg">The document.</param>
    /// <param name="text">Any text.</param>
    /// <param name="x">Left end in pixels.</param>
    /// <param name="y">Base line in pixels.</param>
    /// <param name="size">Pixels to the em.</param>
    /// <param name="colour">An SVG colour.</param>
    public static void Append(StringBuilder svg, string text, double x, double y, double size, string colour)
    {
        double scale = size / UnitsPerEm;
        foreach (Rune rune in text.EnumerateRunes())
        {
            (int advance, string path) = Of(rune);
            if (path.Length > 0)
            {
                // Font outlines count y upwards.
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"<path fill='{colour}' transform='translate({x:F2} {y:F2}) scale({scale:F5} {-scale:F5})' d='{path}'/>");
            }
            x += advance * scale;
        }
    }

    private static (int Advance, string Path) Of(Rune rune) => Table.Value.TryGetValue(rune.Value, out var glyph) ? glyph : Table.Value[Unknown];

    private static Dictionary<int, (int Advance, string Path)> Load()
    {
        using Stream resource = typeof(Glyphs).Assembly.GetManifestResourceStream("Roboto-Regular.glyphs")!;
        using var reader = new StreamReader(resource);
        var table = new Dictionary<int, (int, string)>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }
            string[] parts = line.Split(' ', 3);
            table.Add(
                int.Parse(parts[0], CultureInfo.InvariantCulture),
                (int.Parse(parts[1], CultureInfo.InvariantCulture), parts.Length > 2 ? parts[2] : ""));
        }
        return table;
    }
}
