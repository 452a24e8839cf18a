using System.CommandLine;
using EdgeCodec.Training.Designs;

namespace EdgeCodec.Training.Commands;

/// <summary>`edgecodec-train export`: the averaged weights of a run's last checkpoint as a model folder.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var recipe = new Option<string?>("--recipe") { Description = "the run's recipe, to be sure of it (default: what the run says)" };
        var run = new Option<DirectoryInfo>("--run") { Description = "run folder with a checkpoint", Required = true };
        var output = new Option<DirectoryInfo>("--out") { Description = "model folder to write", Required = true };
        var from = new Option<string?>("--from") { Description = "for a head: folder or name of the model whose maps it reads" };
        var fit = new Option<string?>("--fit") { Description = "from source to grid, in place of the recipe's: stretch, letterbox or crop; for comparing them, since no weight depends on it" };
        var views = new Option<int?>("--views") { Description = "mirrored views that the head averages, in place of the recipe's: 1, 2 or 4; no weight depends on it either" };
        var command = new Command("export", "Writes a model folder from a run's last checkpoint.") { recipe, run, output, from, fit, views };
        command.SetAction(parsed =>
        {
            string folder = parsed.GetValue(run)!.FullName;
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
        Console.Error.WriteLine($"model: {output} (after epoch {state.NextEpoch} of {recipe.Epochs})");
        return 0;
    }
}
