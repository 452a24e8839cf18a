using System.CommandLine;
using System.Globalization;
using EdgeCodec.Training.Designs;

namespace EdgeCodec.Training.Commands;

/// <summary>
/// `edgecodec-train average`: one set of weights from several runs that went on from the same one, the mean of theirs,
/// which may be better than each (Wortsman et al., Model soups, arXiv:2203.05482; here it was not, ABLATIONS.md) and costs nothing to run.
/// </summary>
internal static class AverageCommand
{
    public static Command Create()
    {
        var recipe = new Option<string>("--recipe") { Description = "recipe of the same networks, whose name, fit and views the result has", Required = true };
        var runs = new Option<DirectoryInfo[]>("--runs") { Description = "two or more run folders with checkpoints, that began with the same weights", Required = true, AllowMultipleArgumentsPerToken = true };
        var output = new Option<DirectoryInfo>("--out") { Description = "run folder: gets checkpoint/ and model/", Required = true };
        var command = new Command("average", "Makes one model of several runs that went on from the same one: the mean of their weights.") { recipe, runs, output };
        command.SetAction(parsed => Run(Recipe.Load(parsed.GetValue(recipe)!), [.. parsed.GetValue(runs)!.Select(r => r.FullName)], parsed.GetValue(output)!.FullName));
        return command;
    }

    internal static int Run(Recipe recipe, IReadOnlyList<string> runs, string output)
    {
        if (runs.Count < 2) { throw new InvalidDataException($"--runs names {runs.Count}; an average takes two or more"); }
        if (Checkpoint.Exists(output)) { throw new InvalidDataException($"{output}: already has a checkpoint; name another folder"); }
        foreach (string run in runs) { CheckSame(recipe, run); }
        recipe = recipe with { MeanOf = [.. runs.Select(Checkpoint.RecipeOf).Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Name}, seed {r.Seed}"))] };
        IDesign design = DesignFactory.Create(recipe, null, null);
        design.EnterEpoch(recipe.Epochs - 1);
        Checkpoint.LoadAverage(runs[0], design.Networks);
        var mean = new WeightAverage(design.Networks, recipe.Average);
        for (int i = 1; i < runs.Count; i++)
        {
            Checkpoint.LoadAverage(runs[i], design.Networks);
            mean.TakeIn(1.0 / (i + 1));
        }
        mean.Adopt();
        Checkpoint.SaveFinished(output, new Checkpoint.State(recipe.Epochs, 0, recipe.ToJson()), design.Networks);
        string model = Path.Combine(output, "model");
        design.Export(model);
        Console.Error.WriteLine($"model: {model}");
        return 0;
    }

    private static void CheckSame(Recipe recipe, string run)
    {
        Recipe theirs = Checkpoint.RecipeOf(run);
        void Require(string what, object ours, object other)
        {
            if (!ours.Equals(other)) { throw new InvalidDataException($"{run}: its {what} is {other}, that of recipe {recipe.Name} {ours}"); }
        }
        Require("design", recipe.Design, theirs.Design);
        Require("segmentor", recipe.Segmentor, theirs.Segmentor);
        Require("compressor", recipe.Compressor, theirs.Compressor);
        Require("grid", recipe.Grid, theirs.Grid);
        Require("latentChannels", recipe.LatentChannels, theirs.LatentChannels);
        Require("contextModel", recipe.ContextModel, theirs.ContextModel);
        Require("ratePressure", recipe.RatePressure, theirs.RatePressure);
        Require("layers", string.Join(", ", recipe.LayerChannels), string.Join(", ", theirs.LayerChannels));
        if (Checkpoint.EpochsOf(run) < theirs.Epochs) { throw new InvalidDataException($"{run}: has done {Checkpoint.EpochsOf(run)} of {theirs.Epochs} epochs; let it finish"); }
        if (recipe.Design is "head" or "classifier") { throw new InvalidDataException($"{recipe.Name}: a {recipe.Design} is not averaged"); }
    }
}
