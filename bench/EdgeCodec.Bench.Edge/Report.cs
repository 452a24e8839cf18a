using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.ML.OnnxRuntime;

namespace EdgeCodec.Bench.Edge;

/// <summary>What a run found, for people and for programs.</summary>
internal static class Report
{
    public static string Table(EdgeRun run)
    {
        var text = new StringBuilder();
        Line(text, $"{Cpu()}, kernels {run.Kernel.Name}, one thread; load {run.Load.Before} before, {run.Load.After} after");
        Line(text, $"ONNX Runtime {OnnxVersion}, int8 as {run.Network.Int8Form}; {Peers.Settings}");
        if (run.IsDrawn) { Line(text, $"DRAWN PICTURES: there were no photographs, so ratios against codecs are not comparable"); }
        Line(text, $"");
        Line(text, $"{"figure",-22} {"measured",9} {"floor",7} {"aim",6}  what");
        foreach (Figure f in Figure.Of(run))
        {
            string floor = f.Floor?.ToString("0.0#", CultureInfo.InvariantCulture) ?? "report";
            Line(text, $"{f.Field,-22} {f.Value,9:0.00} {floor,7} {f.Aim,6:0.0#}  {f.Verdict}: {f.What}");
        }
        Line(text, $"");
        Line(text, $"network {1e3 * run.Network.Ours:0.000} ms, ONNX Runtime int8 {1e3 * run.Network.Int8:0.000} ms (bits alike {run.Network.Int8Agreement:0.0000}), float {1e3 * run.Network.Float:0.000} ms (bits alike {run.Network.FloatAgreement:0.0000})");
        Where(text, run);
        Line(text, $"");
        Line(text, $"{"photograph",-14} {"source",11} {"ours ms",9} {"jpeg ms",9} {"j2k ms",9} {"cheap ms",9} {"x jpeg",7} {"x j2k",8} {"x cheap",8} {"bytes",6}");
        foreach (PhotographTimes t in run.Photographs.Times)
        {
            string source = $"{t.Picture.Width}x{t.Picture.Height}";
            Line(text, $"{t.Picture.Name,-14} {source,11} {1e3 * t.Ours,9:0.000} {1e3 * t.Jpeg,9:0.00} {1e3 * t.Jpeg2000,9:0.0} {1e3 * t.ResampleJpeg,9:0.000} {t.RatioJpeg,7:0.00} {t.RatioJpeg2000,8:0.0} {t.RatioResampleJpeg,8:0.00} {t.Bytes,6}");
        }
        Line(text, $"(cheap: our resampler, then libjpeg-turbo at grid size)");
        Line(text, $"");
        Line(text, $"{run.Encodes} encodes of {run.EncodesOf}: median {1e3 * run.EncodeMedian:0.000} ms, 99th percentile {1e3 * run.Encode99:0.000} ms");
        Line(text, $"by source, ms: {string.Join(", ", run.BySource.Select(p => $"{p.Source.Width}x{p.Source.Height} {1e3 * p.Seconds:0.00}"))}");
        Line(text, $"by grid without entropy coding, ms: {string.Join(", ", run.ByGrid.Select(p => $"{p.Side} {1e3 * p.Seconds:0.000}"))}");
        return text.ToString();
    }

    public static JsonObject Json(EdgeRun run)
    {
        var o = new JsonObject
        {
            ["cpu"] = Cpu(),
            ["kernel"] = run.Kernel.Name,
            ["threads"] = 1,
            ["load_before"] = run.Load.Before,
            ["load_after"] = run.Load.After,
            ["onnx_runtime"] = OnnxVersion,
            ["onnx_int8_form"] = run.Network.Int8Form,
            ["peers"] = Peers.Settings,
            ["drawn_pictures"] = run.IsDrawn,
        };
        foreach (Figure f in Figure.Of(run)) { o[f.Field] = Math.Round(f.Value, 3); }
        o["network_ms"] = Ms(run.Network.Ours);
        o["ort_int8_ms"] = Ms(run.Network.Int8);
        o["ort_float_ms"] = Ms(run.Network.Float);
        o["ort_int8_bits_alike"] = Math.Round(run.Network.Int8Agreement, 5);
        o["ort_float_bits_alike"] = Math.Round(run.Network.FloatAgreement, 5);
        o["peak_gmacs"] = Math.Round(1e-9 * run.Network.Peak, 1);
        o["layers"] = new JsonArray([.. Layers(run).Select(l => new JsonObject { ["name"] = l.Name, ["macs"] = l.Macs, ["ms"] = Ms(l.Seconds) })]);
        o["photographs"] = new JsonArray([.. run.Photographs.Times.Select(Photograph)]);
        o["encodes"] = run.Encodes;
        o["encode_ms_median"] = Ms(run.EncodeMedian);
        o["encode_ms_p99"] = Ms(run.Encode99);
        o["by_source"] = new JsonArray([.. run.BySource.Select(p => new JsonObject { ["width"] = p.Source.Width, ["height"] = p.Source.Height, ["ms"] = Ms(p.Seconds) })]);
        o["by_grid"] = new JsonArray([.. run.ByGrid.Select(p => new JsonObject { ["side"] = p.Side, ["ms"] = Ms(p.Seconds) })]);
        return o;
    }

    /// <summary>Both reports, and the points of the two curves for a plotting program.</summary>
    public static void Write(EdgeRun run, string folder, string table, string json)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "edge.json"), json);
        File.WriteAllText(Path.Combine(folder, "edge.txt"), table);
        File.WriteAllLines(Path.Combine(folder, "by-source.dat"), run.BySource.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Source.Megapixels:0.####} {1e3 * p.Seconds:0.####}")));
        File.WriteAllLines(Path.Combine(folder, "by-grid.dat"), run.ByGrid.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Side} {1e3 * p.Seconds:0.####}")));
    }

    /// <summary>Where the time of the smallest and of the largest photograph goes.</summary>
    private static void Where(StringBuilder text, EdgeRun run)
    {
        PhotographTimes small = run.Photographs.Times[0], large = run.Photographs.Times[^1];
        double layers = run.Network.Layers.Sum();
        Line(text, $"");
        Line(text, $"{"where the time goes",-30} {"ms",8} {"share",6} {"MMAC",7} {"GMAC/s",7} {"of peak",8}   of {small.Picture.Width}x{small.Picture.Height}");
        Line(text, $"{"resampling",-30} {1e3 * small.Resample,8:0.000} {small.Resample / small.Ours,6:0%}");
        foreach ((string name, double macs, double seconds) in Layers(run))
        {
            Line(text, $"{name,-30} {1e3 * seconds,8:0.000} {seconds / small.Ours,6:0%} {1e-6 * macs,7:0.00} {1e-9 * macs / seconds,7:0.0} {macs / seconds / run.Network.Peak,8:0.00}");
        }
        double rest = small.Ours - small.Resample - layers;
        Line(text, $"{"entropy coding, header, call",-30} {1e3 * rest,8:0.000} {rest / small.Ours,6:0%}");
        Line(text, $"{"whole",-30} {1e3 * small.Ours,8:0.000}");
        Line(text, $"of {large.Picture.Width}x{large.Picture.Height} resampling takes {1e3 * large.Resample:0.000} of {1e3 * large.Ours:0.000} ms, {large.Resample / large.Ours:0%}");
    }

    private static IEnumerable<(string Name, double Macs, double Seconds)> Layers(EdgeRun run)
    {
        Size3 size = run.Model.Grid.Size;
        for (int i = 0; i < run.Model.Layers.Count; i++)
        {
            ConvLayer layer = run.Model.Layers[i];
            yield return ($"{i + 1}  {LayerWork.Describe(layer, size)}", LayerWork.Of(layer, size), run.Network.Layers[i]);
            size = layer.OutputSize(size);
        }
    }

    private static JsonObject Photograph(PhotographTimes t) => new()
    {
        ["name"] = t.Picture.Name,
        ["width"] = t.Picture.Width,
        ["height"] = t.Picture.Height,
        ["ms"] = Ms(t.Ours),
        ["resample_ms"] = Ms(t.Resample),
        ["libjpeg_turbo_ms"] = Ms(t.Jpeg),
        ["openjpeg_ms"] = Ms(t.Jpeg2000),
        ["resample_jpeg_ms"] = Ms(t.ResampleJpeg),
        ["bytes"] = (long)t.Bytes,
        ["libjpeg_turbo_bytes"] = (long)t.JpegBytes,
        ["openjpeg_bytes"] = (long)t.Jpeg2000Bytes,
    };

    private static string OnnxVersion => OrtEnv.Instance().GetVersionString();

    private static string Cpu() => File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) is string line
        ? line[(line.IndexOf(':') + 1)..].Trim()
        : System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString();

    private static double Ms(double seconds) => Math.Round(1e3 * seconds, 4);

    private static void Line(StringBuilder text, FormattableString line) => text.Append(FormattableString.Invariant(line)).Append('\n');
}
