using System.CommandLine;
using EdgeCodec.Training.Data;
using EdgeCodec.Training.Designs;
using EdgeCodec.Training.Export;
using EdgeCodec.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Commands;

/// <summary>`edgecodec-train train`: a recipe and a data set in, a run folder with checkpoint, log and model out.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var recipe = new Option<string>("--recipe") { Description = "name of a recipe that comes with the command, or path of a JSON file", Required = true };
        var data = new Option<DirectoryInfo>("--data") { Description = "data set: images/, masks/, splits.csv", Required = true };
        var output = new Option<DirectoryInfo>("--out") { Description = "run folder: gets checkpoint/, log.csv and model/", Required = true };
        var resume = new Option<bool>("--resume") { Description = "go on from the last checkpoint in --out" };
        var from = new Option<string?>("--from") { Description = "the recipe's startFrom, by run folder, model folder or name of a model: the uncompressed model, or for a head the coded one" };
        var encoder = new Option<string?>("--encoder") { Description = "what s, and a C of such layers, start from: ImageNet weights of the MobileNetV2 encoder (safetensors); or the run or model folder of the uncompressed s, or of a coded model to go on from" };
        var streams = new Option<string?>("--streams") { Description = "for a classifier: folder of <id>.ecs, the archived streams of the train split" };
        var cache = new Option<DirectoryInfo?>("--cache") { Description = "folder for decoded pictures (default: OUT/cache)" };
        var seed = new Option<int?>("--seed") { Description = "another seed than the recipe's; the model's name ends in -seedN then" };
        var threads = new Option<int>("--threads") { Description = "threads of the networks (0 = all cores)" };
        var command = new Command("train", "Trains a recipe on a data set and exports a model folder.") { recipe, data, output, resume, from, encoder, streams, seed, cache, threads };
        command.SetAction(parsed =>
        {
            Recipe chosen = Recipe.Load(parsed.GetValue(recipe)!).WithSeed(parsed.GetValue(seed));
            string set = parsed.GetValue(data)!.FullName, run = parsed.GetValue(output)!.FullName;
            string? cacheFolder = parsed.GetValue(cache)?.FullName;
            return chosen.Design == "classifier"
                ? Classification.ClassifierRun.Run(
                    chosen, set, run, parsed.GetValue(from), parsed.GetValue(streams), parsed.GetValue(resume), cacheFolder, parsed.GetValue(threads))
                : Run(
                    chosen, set, run, parsed.GetValue(resume), parsed.GetValue(from), parsed.GetValue(encoder), cacheFolder, parsed.GetValue(threads));
        });
        return command;
    }

    internal static int Run(
        Recipe recipe, string data, string run, bool resume, string? from, string? encoder, string? cache, int threads, int stopAfterEpoch = 0)
    {
        if (threads > 0) { set_num_threads(threads); }
        if (recipe.MeanOf.Count > 0) { throw new InvalidDataException($"{recipe.Name}: is the mean of {string.Join("; ", recipe.MeanOf)}; train those, and then average"); }
        CheckRunFolder(recipe, run, resume);
        if (!resume) { CheckStart(recipe, encoder, from); }
        if (recipe.Taught && from is null) { throw new InvalidDataException($"{recipe.Name}: learns from {recipe.StartFrom}; name its folder, of a run or a model, with --from"); }
        Directory.CreateDirectory(run);
        SegmentationSet set = SegmentationSet.Open(data);
        IReadOnlyList<string> heldOutIds = HeldOut.Choose(recipe, set);
        HashSet<string> apart = [.. heldOutIds];
        string cacheFolder = cache ?? Path.Combine(run, "cache");
        IReadOnlyList<string> trainingIds = [.. set.Split("train").Where(id => !apart.Contains(id))];
        if (resume) { Checkpoint.RequirePictures(run, PictureLists.Digest(trainingIds, heldOutIds)); }
        if (trainingIds.Count < recipe.Batch) { throw new InvalidDataException($"{data}: {trainingIds.Count} training pictures, beside {heldOutIds.Count} held out; a batch has {recipe.Batch}"); }
        // In one go, so that the faults of both are named together.
        IReadOnlyList<Sample> samples = set.Load([.. trainingIds, .. heldOutIds], DesignGrid.Of(recipe), cacheFolder, Show);
        Sample[] training = [.. samples.Take(trainingIds.Count)], heldOut = [.. samples.Skip(trainingIds.Count)];

        random.manual_seed(recipe.Seed);
        IDesign design = DesignFactory.Create(recipe, encoder, from);
        if (resume) { RunOrigin.Check(run, design); }
        else { RunOrigin.Note(run, design); }
        Console.Error.WriteLine($"{recipe.Name}: {training.Length} training and {heldOut.Length} held-out pictures; {design.Description}");
        new Trainer(recipe, design, run, new TrainingLog(run)).Train(training, heldOut, resume, stopAfterEpoch);
        design.Export(Path.Combine(run, "model"));
        TrainingLog.CopyTo(run, Path.Combine(run, "model"));
        Console.Error.WriteLine($"model: {Path.Combine(run, "model")}");
        return 0;
    }

    private static void CheckRunFolder(Recipe recipe, string run, bool resume)
    {
        bool begun = Checkpoint.Exists(run);
        if (resume && !begun) { throw new InvalidDataException($"{run}: has no checkpoint to resume from"); }
        if (!resume && begun) { throw new InvalidDataException($"{run}: already has a checkpoint; add --resume, or name another folder"); }
        // Refused now rather than after minutes of decoding.
        if (resume) { Checkpoint.ReadState(run, recipe); }
    }

    private static void CheckStart(Recipe recipe, string? encoder, string? from)
    {
        if (recipe.StartFrom is string start && from is null) { throw new InvalidDataException($"{recipe.Name}: starts from {start}; name its folder, of a run or a model, with --from"); }
        if (recipe.Encoder == "coded" && encoder is null) { throw new InvalidDataException($"{recipe.Name}: goes on from a coded run or model; name its folder with --encoder"); }
        bool pretrainedCompressor = recipe.Design is "coded" && CompressorPlan.Named(recipe.Compressor).Pretrained;
        if ((recipe.StartFrom is not null && recipe.Design != "head" && !pretrainedCompressor) || encoder is not null) { return; }
        if (recipe.Encoder == "imagenet") { throw new InvalidDataException($"{recipe.Name}: starts from ImageNet weights; name their file with --encoder"); }
        if (recipe.Encoder == "plain") { throw new InvalidDataException($"{recipe.Name}: s starts from an uncompressed run or model; name its folder with --encoder"); }
    }

    private static void Show(int done)
    {
        if (done % 200 == 0) { Console.Error.WriteLine($"{done} pictures decoded"); }
    }
}
