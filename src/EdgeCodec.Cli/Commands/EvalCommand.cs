using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using EdgeCodec.Cli.Evaluation;
using Spectre.Console;

namespace EdgeCodec.Cli.Commands;

/// <summary>`edgecodec eval`: the whole path over a data set.</summary>
internal static class EvalCommand
{
    public static Command Create()
    {
        var model = Shared.Model(required: true);
        var data = new Option<string>("--data") { Description = "data set: images/, masks/<id>_segmentation.png, splits.csv", Required = true };
        var split = new Option<string?>("--split") { Description = "only this split of splits.csv (default: all pictures)" };
        var limit = new Option<int?>("--limit") { Description = "only the first N pictures" };
        var layers = new Option<int?>("--layers") { Description = "send only the first K layers" };
        var perImage = new Option<string?>("--per-image") { Description = "write a CSV line a picture" };
        var head = new Option<string?>("--head") { Description = "segmentor to run (default: the model's only one)" };
        var provider = Shared.Provider();
        var json = Shared.Json();
        var command = new Command("eval", "Encodes, decodes and segments every picture of a set and compares with its mask, at source resolution.")
        {
            model, data, split, limit, layers, perImage, head, provider, json,
        };
        command.SetAction(parsed =>
        {
            OutputFile.Check(parsed.GetValue(perImage));
            IReadOnlyList<DataItem> items = DataFolder.List(parsed.GetValue(data)!, parsed.GetValue(split), parsed.GetValue(limit));
            OutputFile.Check(parsed.GetValue(perImage), [SplitsFile.In(parsed.GetValue(data)!), .. items.SelectMany(i => (string[])[i.ImagePath, i.MaskPath])]);
            using WholePath path = WholePath.Open(
                ModelFolder.Open(parsed.GetValue(model)!), parsed.GetValue(head), parsed.GetValue(provider)!, parsed.GetValue(layers));
            List<PictureResult> results = RunAll(path, items);
            var summary = Summary.Of(results);
            if (parsed.GetValue(perImage) is string csv) { OutputFile.Write(csv, Encoding.UTF8.GetBytes(Csv(results))); }
            if (parsed.GetValue(json)) { Shared.Print(Json(path, parsed.GetValue(split), summary)); }
            else { PrintTable(path, summary); }
            return 0;
        });
        return command;
    }

    private static List<PictureResult> RunAll(WholePath path, IReadOnlyList<DataItem> items)
    {
        var results = new List<PictureResult>(items.Count);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (console.Profile.Out.IsTerminal)
        {
            console.Progress().Start(progress =>
            {
                ProgressTask task = progress.AddTask("pictures", maxValue: items.Count);
                foreach (DataItem item in items)
                {
                    results.Add(path.Run(item));
                    task.Increment(1);
                }
            });
            return results;
        }
        foreach (DataItem item in items)
        {
            results.Add(path.Run(item));
            if (results.Count % 50 == 0) { Console.Error.WriteLine($"{results.Count} of {items.Count} pictures"); }
        }
        return results;
    }

    private static string Csv(IEnumerable<PictureResult> results)
    {
        var csv = new StringBuilder("id,dice,iou,bytes,encode_ms,segment_ms\n");
        foreach (PictureResult r in results)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{r.Id},{r.Overlap.Dice:F5},{r.Overlap.Iou:F5},{r.Bytes},{r.EncodeMilliseconds:F3},{r.SegmentMilliseconds:F3}\n");
        }
        return csv.ToString();
    }

    private static JsonObject Json(WholePath path, string? split, Summary s) => new()
    {
        ["model"] = path.ModelName,
        ["split"] = split ?? "all",
        ["images"] = s.Images,
        ["dice"] = Shared.Number(s.Dice),
        ["iou"] = Shared.Number(s.Iou),
        ["dice_pooled"] = Shared.Number(s.DicePooled),
        ["iou_pooled"] = Shared.Number(s.IouPooled),
        ["share_below_half"] = Shared.Number(s.ShareBelowHalf),
        ["bpp"] = Shared.Number(s.BytesMean * 8 / path.GridPixels),
        ["bytes_mean"] = Shared.Number(s.BytesMean),
        ["bytes_max"] = s.BytesMax,
        ["encode_ms_median"] = s.EncodeMedian is double encode ? Shared.Number(encode) : null,
        ["segment_ms_median"] = Shared.Number(s.SegmentMedian),
        // ONNX Runtime takes all cores; the edge encoder runs on one thread.
        ["threads"] = Environment.ProcessorCount,
    };

    private static void PrintTable(WholePath path, Summary s)
    {
        void Line(string name, FormattableString value) => Console.Out.WriteLine($"{name,-34}{FormattableString.Invariant(value)}");
        Line("model", $"{path.ModelName}");
        Line("pictures", $"{s.Images}");
        Line("Dice, mean over pictures", $"{s.Dice:F4}");
        Line("IoU, mean over pictures", $"{s.Iou:F4}");
        Line("Dice, all pixels pooled", $"{s.DicePooled:F4}");
        Line("IoU, all pixels pooled", $"{s.IouPooled:F4}");
        Line("pictures with Dice below 0.5", $"{s.ShareBelowHalf:P1}");
        Line("bytes, mean (largest)", $"{s.BytesMean:F1} ({s.BytesMax})");
        Line("bits per grid pixel", $"{s.BytesMean * 8 / path.GridPixels:F4}");
        if (s.EncodeMedian is not null) { Line("encode, median ms", $"{s.EncodeMedian:F1}"); }
        Line("decode and segment, median ms", $"{s.SegmentMedian:F1}");
    }
}
