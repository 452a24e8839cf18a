using System.CommandLine;
using System.Globalization;
using System.Text;
using EdgeCodec.Cli;
using EdgeCodec.Cli.Evaluation;
using EdgeCodec.Training.Data;
using EdgeCodec.Training.Export;
using EdgeCodec.Training.Import;
using EdgeCodec.Training.Reproduce;
using EdgeCodec.Training.Robustness;

namespace EdgeCodec.Training.Commands;

/// <summary>`edgecodec-train robustness`: what each disturbance costs a model, and the uncompressed one beside it, on held-out pictures.</summary>
internal static class RobustnessCommand
{
    /// <summary>What came of one disturbance: of the model, and of the uncompressed one.</summary>
    internal sealed record Row(string Disturbance, IReadOnlyList<PictureResult> Coded, IReadOnlyList<PictureResult> Plain);

    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = "coded model, by folder or name", DefaultValueFactory = _ => "isic2017" };
        var against = new Option<string>("--against") { Description = "uncompressed model, by folder or name", DefaultValueFactory = _ => "isic2017-plain" };
        var data = new Option<DirectoryInfo>("--data") { Description = "data set that the model was trained on: images/, masks/, splits.csv", Required = true };
        var limit = new Option<int?>("--limit") { Description = "only the first N held-out pictures" };
        var cache = new Option<DirectoryInfo?>("--cache") { Description = "folder for decoded pictures (default: artifacts/cache)" };
        var output = new Option<string?>("--out") { Description = "file to write the table to (default: standard output)" };
        var command = new Command("robustness", "Draws casts, hairs, ink, dark corners and the like into the pictures held out from training, and measures what each costs.")
        {
            model, against, data, limit, cache, output,
        };
        command.SetAction(parsed =>
        {
            string? file = parsed.GetValue(output);
            OutputFile.Check(file);
            if (parsed.GetValue(limit) is int few && few < 1) { throw new UsageException($"--limit {few}: at least 1"); }
            ModelFolder coded = ModelFolder.Open(parsed.GetValue(model)!), plain = ModelFolder.Open(parsed.GetValue(against)!);
            if (coded.Edge is null) { throw new InputException($"{coded.Path}: is an uncompressed reference; a coded model is needed"); }
            if (plain.Edge is not null) { throw new InputException($"{plain.Path}: is a coded model; an uncompressed reference is needed"); }
            IReadOnlyList<Sample> samples = HeldOutSamples(
                coded, plain, parsed.GetValue(data)!.FullName, parsed.GetValue(cache)?.FullName ?? Path.Combine("artifacts", "cache"), parsed.GetValue(limit));
            (string ours, string theirs) = Names(coded, plain);
            byte[] page = Encoding.UTF8.GetBytes(Table(ours, theirs, Measure(coded, plain, samples)));
            if (file is null)
            {
                using Stream standard = Console.OpenStandardOutput();
                standard.Write(page);
            }
            else { OutputFile.Write(file, page); }
            return 0;
        });
        return command;
    }

    // The recipes', as the folders of two runs are both called model.
    internal static (string Coded, string Plain) Names(ModelFolder coded, ModelFolder plain)
    {
        (string ours, string theirs) = (ModelFolderReader.Recipe(coded).Name, ModelFolderReader.Recipe(plain).Name);
        return ours == theirs ? (coded.Path, plain.Path) : (ours, theirs);
    }

    // Those that neither model has learned from.
    internal static IReadOnlyList<Sample> HeldOutSamples(ModelFolder coded, ModelFolder plain, string data, string cache, int? limit)
    {
        (Recipe recipe, Recipe other) = (ModelFolderReader.Recipe(coded), ModelFolderReader.Recipe(plain));
        // Views alone are worth as much as most differences that are measured here.
        if (recipe.Views != other.Views) { throw new InputException($"{plain.Path}: views is {other.Views}, that of {coded.Path} {recipe.Views}; give it as many with export --views"); }
        SegmentationSet set = SegmentationSet.Open(data);
        IReadOnlyList<string> ids = HeldOut.Choose(recipe, set);
        if (!ids.ToHashSet().SetEquals(HeldOut.Choose(other, set))) { throw new InputException($"{plain.Path}: other pictures were held out from it than from {coded.Path}"); }
        return set.Load([.. ids.Take(limit ?? ids.Count)], DesignGrid.Of(recipe), cache);
    }

    internal static IReadOnlyList<Row> Measure(ModelFolder coded, ModelFolder plain, IReadOnlyList<Sample> samples)
    {
        using WholePath ours = Evaluated.Path(coded), theirs = Evaluated.Path(plain);
        var rows = new List<Row>();
        foreach (Disturbance disturbance in Disturbance.All)
        {
            Console.Error.WriteLine($"{disturbance.Name}: {samples.Count} pictures");
            Disturbed[] pictures = [.. samples.Select((sample, i) => Disturbed.Of(sample, disturbance, i))];
            rows.Add(new Row(disturbance.Name, Disturbed.Results(ours, pictures), Disturbed.Results(theirs, pictures)));
        }
        return rows;
    }

    internal static string Table(string coded, string plain, IReadOnlyList<Row> rows)
    {
        var page = new StringBuilder();
        void Line(FormattableString text) => page.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"# {coded} under disturbances");
        Line($"");
        Line($"Written by `edgecodec-train robustness --model {coded} --against {plain} --data DIR`: {rows[0].Coded.Count} of the pictures held out from training, at the grid, whole path with the int8 edge. Each disturbance is drawn into every picture, the same for both models; where it hides skin, only the lesion still seen counts. Training draws most of them too, less often and mostly weaker: this is no measure of another clinic. Difference: mean Dice of {coded} minus that of {plain}, 95 % interval by paired bootstrap over pictures.");
        Line($"");
        Line($"| disturbance | Dice, {coded} | < 0.5 | bytes, mean (most) | Dice, {plain} | < 0.5 | difference (95 %) |");
        Line($"|---|---|---|---|---|---|---|");
        foreach (Row row in rows)
        {
            (Summary ours, Summary theirs) = (Summary.Of(row.Coded), Summary.Of(row.Plain));
            Bootstrap b = Bootstrap.Paired([.. row.Coded.Select(r => r.Overlap.Dice)], [.. row.Plain.Select(r => r.Overlap.Dice)]);
            Line($"| {row.Disturbance} | {ours.Dice:F4} | {100 * ours.ShareBelowHalf:F1} % | {ours.BytesMean:F1} ({ours.BytesMax}) | {theirs.Dice:F4} | {100 * theirs.ShareBelowHalf:F1} % | {b} |");
        }
        return page.ToString();
    }
}
