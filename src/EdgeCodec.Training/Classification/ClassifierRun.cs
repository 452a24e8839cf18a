using System.Globalization;
using System.Text;
using EdgeCodec.Cli;
using EdgeCodec.Training.Data;
using EdgeCodec.Training.Designs;
using EdgeCodec.Training.Export;
using EdgeCodec.Training.Networks;
using TorchSharp;

namespace EdgeCodec.Training.Classification;

/// <summary>
/// A class of the whole picture from archived streams alone: the classifier sees the maps that a finished model makes
/// of them, never a photograph. The same network on the grid-sized photographs is trained beside it, to say what the streams lost.
/// </summary>
internal static class ClassifierRun
{
    private const int FoldCount = 5;

    /// <param name="recipe">Of the design "classifier".</param>
    /// <param name="data">The set: splits.csv with the recipe's class column; photographs for the comparison.</param>
    /// <param name="run">Gets folds.csv, and model/ with the classifier trained on all streams.</param>
    /// <param name="from">The finished model: folder, name or run.</param>
    /// <param name="streams">Folder of &lt;id&gt;.ecs.</param>
    /// <param name="resume">Refused: a run takes minutes and keeps no checkpoint.</param>
    /// <param name="cache">Folder for decoded photographs; null: in the run.</param>
    /// <param name="threads">Threads of the networks; 0 = all cores.</param>
    public static int Run(Recipe recipe, string data, string run, string? from, string? streams, bool resume, string? cache, int threads)
    {
        if (threads > 0) { torch.set_num_threads(threads); }
        if (resume) { throw new InputException($"{recipe.Name}: a classifier keeps no checkpoint; train it again"); }
        if (from is null || streams is null) { throw new InputException($"{recipe.Name}: reads streams of {recipe.StartFrom}; name its folder with --from and theirs with --streams"); }
        FinishedModel model = FinishedModel.Open(from);
        model.Require(recipe);
        SegmentationSet set = SegmentationSet.Open(data);
        set.RequireColumn(recipe.ClassColumn!);
        IReadOnlyList<string> ids = set.Split("train");
        bool[] positive = [.. ids.Select(id => Class(set, id, recipe.ClassColumn!))];
        int[] fold = Folds.Assign(ids, positive, [.. ids.Select(id => set.Cell(id, NearDuplicates.Column))], FoldCount, recipe.Seed);
        RequireBothClasses(fold, positive, $"{set.Folder}: column {recipe.ClassColumn}");
        byte[][] maps = ReadMaps(model, streams, ids);
        IReadOnlyList<Sample> photographs = set.Load(ids, DesignGrid.Of(recipe), cache ?? Path.Combine(run, "cache"));
        Console.Error.WriteLine($"{recipe.Name}: {ids.Count} pictures, {positive.Count(p => p)} of the class");

        var fromStreams = new ClassifierTraining(recipe, model.MapChannels);
        double[] ofStreams = Validate(fromStreams, maps, positive, fold, "streams");
        double[] ofPhotographs = Validate(new ClassifierTraining(recipe, 3), [.. photographs.Select(p => p.Pixels)], positive, fold, "photographs");
        Write(run, ofStreams, ofPhotographs);
        ClassifierNetwork network = fromStreams.Train(maps, positive, [.. Enumerable.Range(0, ids.Count)]);
        ModelFolderWriter.ClassifierOf(Path.Combine(run, "model"), recipe, model.Folder, network, ["not " + recipe.ClassColumn, recipe.ClassColumn!]);
        Console.Error.WriteLine($"model: {Path.Combine(run, "model")}");
        return 0;
    }

    private static bool Class(SegmentationSet set, string id, string column) => set.Cell(id, column) switch
    {
        "1" or "1.0" => true,
        "0" or "0.0" => false,
        string other => throw new InvalidDataException($"{set.Folder}: splits.csv says '{other}' of {id} in column {column}; 0 or 1 is a class"),
    };

    // Else the first fold that has one class only would end the run, after minutes.
    private static void RequireBothClasses(int[] fold, bool[] positive, string where)
    {
        int positives = positive.Count(p => p);
        if (Enumerable.Range(0, FoldCount).All(f => fold.Zip(positive).Where(i => i.First == f).Select(i => i.Second).Distinct().Count() == 2)) { return; }
        throw new InvalidDataException($"{where}: {positives} of {positive.Length} pictures have a 1; too few of either class to have both in each of {FoldCount} folds");
    }

    private static byte[][] ReadMaps(FinishedModel model, string folder, IReadOnlyList<string> ids)
    {
        string[] missing = [.. ids.Where(id => !File.Exists(Path.Combine(folder, id + ".ecs")))];
        if (missing.Length > 0) { throw new InputException($"{folder}: has no stream of {missing.Length} of {ids.Count} pictures: {string.Join(", ", missing.Take(5))}"); }
        return [.. ids.Select(id =>
        {
            string path = Path.Combine(folder, id + ".ecs");
            try { return model.Map(File.ReadAllBytes(path)).ToArray().Select(v => (byte)Math.Clamp(v * 255 + 0.5f, 0, 255)).ToArray(); }
            catch (EdgeCodecException e) { throw new InputException($"{path}: {e.Message}"); }
        })];
    }

    private static double[] Validate(ClassifierTraining training, IReadOnlyList<byte[]> inputs, bool[] positive, int[] fold, string what)
    {
        var areas = new double[FoldCount];
        for (int f = 0; f < FoldCount; f++)
        {
            int[] learned = [.. Enumerable.Range(0, fold.Length).Where(i => fold[i] != f)], left = [.. Enumerable.Range(0, fold.Length).Where(i => fold[i] == f)];
            ClassifierNetwork network = training.Train(inputs, positive, learned);
            areas[f] = Auc.Of(training.Scores(network, inputs, left), [.. left.Select(i => positive[i])]);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}, fold {f + 1} of {FoldCount}: AUC {areas[f]:F4}"));
        }
        return areas;
    }

    private static void Write(string run, double[] streams, double[] photographs)
    {
        Directory.CreateDirectory(run);
        var csv = new StringBuilder("fold,auc_streams,auc_photographs\n");
        for (int f = 0; f < FoldCount; f++) { csv.Append(CultureInfo.InvariantCulture, $"{f + 1},{streams[f]:F5},{photographs[f]:F5}\n"); }
        OutputFile.Write(Path.Combine(run, "folds.csv"), Encoding.UTF8.GetBytes(csv.ToString()));
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"AUC, mean over {FoldCount} folds (standard deviation): from streams {Spread(streams)}, from grid-sized photographs {Spread(photographs)}"));
    }

    private static string Spread(double[] values)
    {
        double mean = values.Average(), deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
        return string.Create(CultureInfo.InvariantCulture, $"{mean:F3} ({deviation:F3})");
    }
}
