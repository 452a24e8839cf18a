using System.CommandLine;
using EdgeCodec.Training.Designs;
using EdgeCodec.Training.Import;
using EdgeCodec.Training.Networks;

namespace EdgeCodec.Training.Commands;

/// <summary>`edgecodec-train export`: the averaged weights of a run's last checkpoint as a model folder.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var recipe = new Option<string?>("--recipe") { Description = "the run's recipe, to be sure of it (default: what the run says)" };
        var run = new Option<string>("--run") { Description = "run folder with a checkpoint; or, for other views or another fit, a finished model of the design plain, by folder or name", Required = true };
        var output = new Option<DirectoryInfo>("--out") { Description = "model folder to write", Required = true };
        var from = new Option<string?>("--from") { Description = "for a head: folder or name of the model whose maps it reads" };
        var fit = new Option<string?>("--fit") { Description = "from source to grid, in place of the recipe's: stretch, letterbox or crop; for comparing them, since no weight depends on it" };
        var views = new Option<int?>("--views") { Description = "mirrored views that the head averages, in place of the recipe's: 1, 2 or 4; no weight depends on it either" };
        var command = new Command("export", "Writes a model folder from a run's last checkpoint, or another from a finished model.") { recipe, run, output, from, fit, views };
        command.SetAction(parsed =>
        {
            string folder = parsed.GetValue(run)!;
            if (!Checkpoint.Exists(folder) && ModelFolderReader.Recipe(ModelFolderReader.Open(folder)) is { Design: "plain" } finished)
            {
                return Again(finished, ModelFolderReader.Open(folder), parsed.GetValue(output)!.FullName, parsed.GetValue(fit), parsed.GetValue(views));
            }
            Recipe read = parsed.GetValue(recipe) is string name ? Recipe.Load(name) : Checkpoint.RecipeOf(folder);
            return Run(read, folder, parsed.GetValue(output)!.FullName, parsed.GetValue(from), parsed.GetValue(fit), parsed.GetValue(views));
        });
        return command;
    }

    internal static int Run(Recipe recipe, string run, string output, string? from, string? fit, int? views)
    {
        Checkpoint.State state = Checkpoint.ReadState(run, recipe);
        if (recipe.Design is "coded" or "auto-encoder" && state.NextEpoch <= recipe.Epochs - recipe.QuantisedEpochs)
        {
            throw new InvalidDataException($"{run}: has done {state.NextEpoch} of {recipe.Epochs} epochs, and its compressor is in float until the last {recipe.QuantisedEpochs}; let it go on");
        }
        recipe = recipe.With(fit, views);
        IDesign design = DesignFactory.Create(recipe, null, recipe.Design == "head" ? from : null);
        RunOrigin.Check(run, design);
        design.EnterEpoch(state.NextEpoch - 1);
        Checkpoint.LoadAverage(run, design.Networks);
        design.Export(output);
        TrainingLog.CopyTo(run, output);
        Console.Error.WriteLine($"model: {output} (after epoch {state.NextEpoch} of {recipe.Epochs})");
        return 0;
    }

    // An uncompressed model has all that its network is.
    internal static int Again(Recipe recipe, ModelFolder model, string output, string? fit, int? views)
    {
        recipe = recipe.With(fit, views);
        IDesign design = DesignFactory.Create(recipe, null, null);
        if (design.Networks["s"] is not SegmentationNetwork s) { throw new InvalidDataException($"{model.Path}: its segmentor is '{recipe.Segmentor}'; only mobilenet is read back"); }
        ModelFolderReader.Head(model, s);
        design.Export(output);
        TrainingLog.CopyTo(model.Path, output);
        Console.Error.WriteLine($"model: {output} (from {model.Path})");
        return 0;
    }
}
