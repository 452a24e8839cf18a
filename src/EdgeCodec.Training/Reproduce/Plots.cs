using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace EdgeCodec.Training.Reproduce;

/// <summary>The report's plots, as PNG files.</summary>
internal static class Plots
{
    private const int Width = 900, Height = 560;

    /// <summary>Fig. 3b of the paper: Dice by bytes of a picture, which are drawn by their logarithm.</summary>
    public static byte[] RateAccuracy(Reproduction report)
    {
        var plot = new Plot();
        foreach (RateCurve curve in report.Curves)
        {
            var line = plot.Add.Scatter(curve.Points.Select(p => Math.Log10(p.Bytes)).ToArray(), curve.Points.Select(p => p.Dice).ToArray());
            line.LegendText = curve.Title + (curve.Retrained ? ", s retrained" : ", plain s");
            line.LinePattern = curve.Retrained ? LinePattern.Solid : LinePattern.Dotted;
        }
        if (report.Layers.Count > 0)
        {
            var line = plot.Add.Scatter(report.Layers.Select(l => Math.Log10(l.Summary.BytesMean)).ToArray(), report.Layers.Select(l => l.Summary.Dice).ToArray());
            line.LegendText = report.ScalableName + ", by layers";
            line.LineWidth = 2.5f;
        }
        foreach (DesignRow row in report.Rows.Where(r => r.Figures?.Summary.EncodeMedian is not null))
        {
            var point = plot.Add.Scatter(Math.Log10(row.Figures!.Summary.BytesMean), row.Figures.Summary.Dice);
            point.MarkerSize = 11;
            point.MarkerShape = MarkerShape.FilledDiamond;
            point.LegendText = row.Model;
        }
        if (report.Plain is DesignRow plain)
        {
            var level = plot.Add.HorizontalLine(plain.Figures!.Summary.Dice, 1, pattern: LinePattern.Dashed);
            level.LegendText = "plain s, uncompressed";
        }
        plot.Axes.Bottom.TickGenerator = Decades();
        return Png(plot, $"Rate and accuracy, {report.Pictures} pictures", "bytes of a picture's file, mean", "Dice, mean over pictures");
    }

    /// <summary>A column of the training logs by epoch, a line a model; models whose logs have no numbers there are left out.</summary>
    /// <param name="logs">Model names and paths of their log.csv.</param>
    /// <param name="column">Name of the column.</param>
    /// <param name="title">What it is.</param>
    public static byte[] TrainingCurves(IEnumerable<(string Model, string Path)> logs, string column, string title)
    {
        var plot = new Plot();
        foreach ((string model, string path) in logs)
        {
            string[] lines = File.ReadAllLines(path);
            int at = Array.IndexOf(lines[0].Split(','), column);
            if (at < 0) { throw new InvalidDataException($"{path}: has no column {column}"); }
            double[] values = [.. lines.Skip(1).Select(line => double.Parse(line.Split(',')[at], CultureInfo.InvariantCulture))];
            if (values.Length == 0 || values.Any(double.IsNaN)) { continue; }
            var line = plot.Add.Scatter(Enumerable.Range(1, values.Length).Select(e => (double)e).ToArray(), values);
            line.LegendText = model;
        }
        return Png(plot, title, "epoch", title);
    }

    private static byte[] Png(Plot plot, string title, string x, string y)
    {
        plot.Title(title);
        plot.XLabel(x);
        plot.YLabel(y);
        plot.ShowLegend(Alignment.LowerRight);
        return plot.GetImageBytes(Width, Height, ImageFormat.Png);
    }

    private static NumericManual Decades()
    {
        var ticks = new NumericManual();
        for (int decade = 0; decade < 6; decade++)
        {
            for (int d = 1; d < 10; d++)
            {
                double value = d * Math.Pow(10, decade);
                if (d is 1 or 2 or 5) { ticks.AddMajor(Math.Log10(value), value.ToString("N0", CultureInfo.InvariantCulture)); }
                else { ticks.AddMinor(Math.Log10(value)); }
            }
        }
        return ticks;
    }
}
