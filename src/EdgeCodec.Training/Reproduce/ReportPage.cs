using System.Globalization;
using System.Text;

namespace EdgeCodec.Training.Reproduce;

/// <summary>The report as one Markdown page.</summary>
internal static class ReportPage
{
    /// <param name="report">The figures.</param>
    /// <param name="set">First part of the models' names.</param>
    /// <param name="split">Split of the set; null: all of it.</param>
    /// <param name="panels">The cases shown; empty if no model has maps.</param>
    public static string Write(Reproduction report, string set, string? split, IReadOnlyList<Panels.Case> panels)
    {
        var page = new StringBuilder();
        void Line(FormattableString text) => page.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"# {set}: the paper's comparison");
        Line($"");
        Line($"Written by `edgecodec-train reproduce {set} --data DIR{(split is null ? "" : $" --split {split}")}`: {report.Pictures} pictures, whole path with the int8 edge, at source resolution. All columns but the last two are of seed 1. Difference: mean Dice minus that of `plain`, the first row, each picture's Dice the mean over the seeds that there are, 95 % interval by paired bootstrap over pictures. Dice over seeds: lowest to highest (number of seeds); where two rows differ by less than that, they tie. Views: mirrored ones of its input that s averages. Epochs: of the row's own recipe, on top of what it starts from; an epoch of a coded row takes longer than one of s alone (`log.csv` of each model).");
        Line($"");
        Designs(report, Line);
        Layers(report, Line);
        Curves(report, Line);
        Line($"");
        Line($"## Training");
        Line($"");
        Line($"![Held-out Dice by epoch](training-dice.png) ![Loss by epoch](training-loss.png)");
        if (panels.Count > 0)
        {
            Line($"");
            Line($"## What the map shows");
            Line($"");
            Line($"Map of g, predicted and true outlines of {report.Best!.Model}. Photographs are not published with the page; the command draws them beside.");
            Line($"");
            foreach (Panels.Case panel in panels) { Line($"![{panel.Name}: {panel.Id}, Dice {panel.Dice:F3}](panel-{panel.Name}.png)"); }
        }
        if (report.Missing.Count > 0)
        {
            Line($"");
            Line($"## Not measured");
            Line($"");
            foreach (string missing in report.Missing) { Line($"- {missing}"); }
        }
        return page.ToString();
    }

    private static void Designs(Reproduction report, Action<FormattableString> line)
    {
        line($"## Designs");
        line($"");
        line($"| design | epochs | views | Dice | IoU | Dice, pooled | IoU, pooled | Dice < 0.5 | bytes, mean (most) | bpp | Dice against plain (95 %) | Dice over seeds |");
        line($"|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (DesignRow row in report.Rows)
        {
            if (row.Figures is not Evaluated e)
            {
                line($"| {row.Title} | not in `models/` | | | | | | | | | | |");
                continue;
            }
            var s = e.Summary;
            string against = row.Reference?.DiceOverSeeds is double[] reference ? Bootstrap.Paired(row.DiceOverSeeds!, reference).ToString() : "";
            line($"| {row.Title} | {row.Recipe!.Epochs} | {row.Recipe.Views} | {s.Dice:F4} | {s.Iou:F4} | {s.DicePooled:F4} | {s.IouPooled:F4} | {100 * s.ShareBelowHalf:F1} % | {s.BytesMean:F1} ({s.BytesMax}) | {e.BitsPerPixel:F4} | {against} | {Seeds(row)} |");
        }
        line($"");
    }

    private static string Seeds(DesignRow row) => row.Spread is (double low, double high)
        ? string.Create(CultureInfo.InvariantCulture, $"{low:F4} to {high:F4} ({row.OtherSeeds.Count + 1})")
        : "";

    private static void Layers(Reproduction report, Action<FormattableString> line)
    {
        if (report.Layers.Count == 0) { return; }
        line($"## Rate on demand: `{report.ScalableName}`");
        line($"");
        line($"| layers | bytes, mean | bpp | Dice | IoU | step in Dice |");
        line($"|---|---|---|---|---|---|");
        for (int k = 0; k < report.Layers.Count; k++)
        {
            Evaluated e = report.Layers[k];
            string step = k == 0 ? "" : (e.Summary.Dice - report.Layers[k - 1].Summary.Dice).ToString("+0.0000;-0.0000", CultureInfo.InvariantCulture);
            line($"| {k + 1} | {e.Summary.BytesMean:F1} | {e.BitsPerPixel:F4} | {e.Summary.Dice:F4} | {e.Summary.Iou:F4} | {step} |");
        }
        line($"");
    }

    private static void Curves(Reproduction report, Action<FormattableString> line)
    {
        line($"## Rate and accuracy");
        line($"");
        line($"![Dice by bytes](rate-accuracy.png)");
        line($"");
        line($"Codecs for the eye get the grid-sized picture; \"retrained\" is the same s trained on what that codec leaves at a mix of its rates. Both average as many mirrored views as `plain` above.");
        line($"");
        line($"| codec | s | setting: bytes, Dice | bytes at the shipped model's Dice | times its bytes |");
        line($"|---|---|---|---|---|");
        foreach (RateCurve curve in report.Curves)
        {
            string points = string.Join("; ", curve.Points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Setting}: {p.Bytes:F0}, {p.Dice:F4}")));
            (string bytes, string times) = Equal(report, curve);
            line($"| {curve.Title} | {(curve.Retrained ? "retrained" : "plain")} | {points} | {bytes} | {times} |");
        }
        line($"");
    }

    private static (string Bytes, string Times) Equal(Reproduction report, RateCurve curve)
    {
        if (report.Best?.Figures is not Evaluated best) { return ("", ""); }
        if (curve.BytesAt(best.Summary.Dice) is not (double bytes, bool atMost)) { return ("not reached", ""); }
        string bound = atMost ? "at most " : "";
        return (bound + bytes.ToString("F0", CultureInfo.InvariantCulture), bound + (bytes / best.Summary.BytesMean).ToString("F1", CultureInfo.InvariantCulture));
    }
}
