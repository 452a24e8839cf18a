using System.CommandLine;
using System.Text;
using EdgeCodec.Cli;
using EdgeCodec.Cli.Evaluation;
using EdgeCodec.PictureCodecs;
using EdgeCodec.Training.Reproduce;

namespace EdgeCodec.Training.Commands;

/// <summary>`edgecodec-train reproduce`: the paper's tables and figures, measured from the models that are there.</summary>
internal static class ReproduceCommand
{
    public static Command Create()
    {
        var set = new Argument<string>("SET") { Description = "first part of the models' names: isic2017" };
        var data = new Option<string>("--data") { Description = "data set: images/, masks/<id>_segmentation.png, splits.csv", Required = true };
        var split = new Option<string?>("--split") { Description = "split of splits.csv", DefaultValueFactory = _ => "val" };
        var limit = new Option<int?>("--limit") { Description = "only the first N pictures" };
        var models = new Option<string>("--models") { Description = "folder of model folders", DefaultValueFactory = _ => "models" };
        var output = new Option<string?>("--out") { Description = "folder of the page and its plots (default: bench/results/SET)" };
        var pictures = new Option<string?>("--pictures") { Description = "folder of the panels with photographs (default: artifacts/reproduce/SET)" };
        var withoutCodecs = new Option<bool>("--without-codecs") { Description = "leave JPEG, JPEG 2000, WebP and H.264 out" };
        var command = new Command("reproduce", "Rebuilds the report: designs, rate and accuracy, layers, training curves, panels.")
        {
            set, data, split, limit, models, output, pictures, withoutCodecs,
        };
        command.SetAction(parsed =>
        {
            string name = parsed.GetValue(set)!;
            IReadOnlyList<DataItem> items = DataFolder.List(parsed.GetValue(data)!, parsed.GetValue(split), parsed.GetValue(limit));
            return Run(
                name, items, parsed.GetValue(split), parsed.GetValue(models)!, parsed.GetValue(output) ?? Path.Combine("bench", "results", name),
                parsed.GetValue(pictures) ?? Path.Combine("artifacts", "reproduce", name), parsed.GetValue(withoutCodecs) ? [] : CodecFamily.All);
        });
        return command;
    }

    internal static int Run(
        string set, IReadOnlyList<DataItem> items, string? split, string models, string output, string pictures, IReadOnlyList<CodecFamily> codecs)
    {
        if (!Directory.Exists(models)) { throw new InputException($"{models}: no such folder of models"); }
        Reproduction report = Reproduction.Run(models, set, items, codecs);
        if (report.Rows.All(r => r.Figures is null)) { throw new InputException($"{models}: has no model of {set}"); }
        IReadOnlyList<Panels.Case> panels = report.Best is DesignRow best
            ? Panels.Draw(ModelFolder.Open(Path.Combine(models, best.Model)), items, best.Figures!.Results)
            : [];
        Directory.CreateDirectory(output);
        Directory.CreateDirectory(pictures);
        foreach (Panels.Case panel in panels)
        {
            OutputFile.Write(Path.Combine(output, $"panel-{panel.Name}.png"), panel.Published);
            OutputFile.Write(Path.Combine(pictures, $"panel-{panel.Name}.png"), panel.WithPhotograph);
        }
        (string, string)[] logs = [.. report.Rows.Select(r => r.Model).Append(report.ScalableName)
            .Select(m => (m, Path.Combine(models, m, "log.csv"))).Where(l => File.Exists(l.Item2))];
        OutputFile.Write(Path.Combine(output, "rate-accuracy.png"), Plots.RateAccuracy(report));
        OutputFile.Write(Path.Combine(output, "training-dice.png"), Plots.TrainingCurves(logs, "heldout_dice", "Dice on held-out pictures"));
        OutputFile.Write(Path.Combine(output, "training-loss.png"), Plots.TrainingCurves(logs, "loss", "training loss"));
        OutputFile.Write(Path.Combine(output, "README.md"), Encoding.UTF8.GetBytes(ReportPage.Write(report, set, split, panels)));
        Console.Error.WriteLine($"report: {Path.Combine(output, "README.md")}; panels with photographs: {pictures}");
        return 0;
    }
}
