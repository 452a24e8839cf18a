using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training;

/// <summary>
/// A folder that holds all that a run needs to go on exactly where it was: weights, their average, optimiser states,
/// D's included, recipe, epoch. It is written beside the old one and takes its place by renaming, so that a full disk
/// or a crash loses nothing.
/// </summary>
internal static class Checkpoint
{
    /// <param name="NextEpoch">Whole epochs done.</param>
    /// <param name="AverageSteps">Steps in the running average.</param>
    /// <param name="Recipe">As JSON.</param>
    /// <param name="Pictures">Digest of the ids learned from and held out; null in a checkpoint from before it was noted, and of a run that is over.</param>
    internal sealed record State(int NextEpoch, long AverageSteps, string Recipe, string? Pictures = null);

    private const string Folder = "checkpoint", Averaged = ".average.dat", StateFile = "state.json";

    public static bool Exists(string run) => Directory.Exists(Path.Combine(run, Folder)) || Directory.Exists(Path.Combine(run, Folder + ".old"));

    /// <param name="create">Opens a file for writing; other than <see cref="File.Create(string)"/> in tests only.</param>
    /// <exception cref="IOException">The disk is full, or another fault; the checkpoint before this one is untouched.</exception>
    public static void Save(string run, State state, TrainingState training, Func<string, Stream>? create = null)
    {
        string final = Path.Combine(run, Folder), fresh = final + ".new", old = final + ".old";
        WriteWhole(run, fresh, () => Write(fresh, state, training, create ?? File.Create));
        if (Directory.Exists(final))
        {
            if (Directory.Exists(old)) { Directory.Delete(old, recursive: true); }
            Directory.Move(final, old);
        }
        Directory.Move(fresh, final);
        if (Directory.Exists(old)) { Directory.Delete(old, recursive: true); }
    }

    // What an earlier try left is in the way; what was written of this one may be what fills the disk.
    private static void WriteWhole(string run, string fresh, Action write)
    {
        if (Directory.Exists(fresh)) { Directory.Delete(fresh, recursive: true); }
        Directory.CreateDirectory(fresh);
        try { write(); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Directory.Delete(fresh, recursive: true);
            throw new IOException($"{fresh}: cannot be written ({e.Message}); {(Exists(run) ? "the checkpoint before it is kept" : "there is none before it")}", e);
        }
    }

    private static void Write(string folder, State state, TrainingState training, Func<string, Stream> create)
    {
        void Put(string name, Action<Stream> write)
        {
            using Stream stream = create(Path.Combine(folder, name));
            write(stream);
        }
        void PutOptimizer(string name, TorchSharp.Modules.AdamW optimizer) => Put(name, stream =>
        {
            using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            optimizer.save_state_dict(writer);
        });
        foreach ((string name, nn.Module network) in training.Networks) { Put(name + ".dat", stream => network.save(stream)); }
        training.Average.With(() =>
        {
            foreach ((string name, nn.Module network) in training.Networks) { Put(name + Averaged, stream => network.save(stream)); }
            return 0;
        });
        PutOptimizer("optimizer.dat", training.Optimizer);
        if (training.Adversary is Adversary adversary)
        {
            Put("d.dat", stream => adversary.Network.save(stream));
            PutOptimizer("d.optimizer.dat", adversary.Optimizer);
        }
        Put(StateFile, stream => JsonSerializer.Serialize(stream, state));
    }

    /// <summary>Writes a checkpoint of a run that is over: what is exported and started from, and nothing to resume by.</summary>
    public static void SaveFinished(string run, State state, IReadOnlyDictionary<string, nn.Module> networks)
    {
        string final = Path.Combine(run, Folder), fresh = final + ".new";
        WriteWhole(run, fresh, () =>
        {
            foreach ((string name, nn.Module network) in networks) { network.save(Path.Combine(fresh, name + Averaged)); }
            File.WriteAllText(Path.Combine(fresh, StateFile), JsonSerializer.Serialize(state));
        });
        Directory.Move(fresh, final);
    }

    /// <summary>The state of the last whole checkpoint; refuses one of another recipe.</summary>
    public static State ReadState(string run, Recipe recipe)
    {
        State state = ReadState(run);
        // Through the record, so that a setting that came later does not part a run from its recipe.
        Recipe theirs = Recipe.Parse(state.Recipe);
        if (theirs.ToJson() == recipe.ToJson()) { return state; }
        string which = theirs.Name == recipe.Name ? $"another recipe of the name {theirs.Name}" : $"recipe {theirs.Name}, not to {recipe.Name}";
        throw new InvalidDataException($"{run}: its checkpoint belongs to {which}; name that recipe, or another folder");
    }

    /// <summary>Refuses to go on with other pictures than the run's: of those held out now, some may have been learned from.</summary>
    /// <param name="run">A run that has a checkpoint.</param>
    /// <param name="pictures">Digest of the ids now.</param>
    public static void RequirePictures(string run, string pictures)
    {
        if (ReadState(run).Pictures is not string begun || begun == pictures) { return; }
        throw new InvalidDataException($"{run}: the data set's pictures changed since the run began (lines of splits.csv, or their order); put them back, or name another folder");
    }

    /// <summary>The recipe of a run that has a checkpoint.</summary>
    public static Recipe RecipeOf(string run) => Recipe.Parse(ReadState(run).Recipe);

    /// <summary>Whole epochs of a run that has a checkpoint.</summary>
    public static int EpochsOf(string run) => ReadState(run).NextEpoch;

    private static State ReadState(string run)
    {
        string path = Path.Combine(Current(run), StateFile);
        try { return JsonSerializer.Deserialize<State>(File.ReadAllText(path)) ?? throw new JsonException("is empty"); }
        catch (JsonException e) { throw new InvalidDataException($"{path}: {e.Message}", e); }
    }

    public static void Load(string run, State state, TrainingState training)
    {
        string folder = Current(run);
        LoadAverage(run, training.Networks);
        training.Average.Resume(state.AverageSteps);
        foreach ((string name, nn.Module network) in training.Networks) { network.load(Path.Combine(folder, name + ".dat")); }
        training.Optimizer.load_state_dict(Path.Combine(folder, "optimizer.dat"));
        if (training.Adversary is Adversary adversary)
        {
            adversary.Network.load(Path.Combine(folder, "d.dat"));
            adversary.Optimizer.load_state_dict(Path.Combine(folder, "d.optimizer.dat"));
        }
    }

    /// <summary>Puts the averaged weights of a run's checkpoint into networks.</summary>
    public static void LoadAverage(string run, IReadOnlyDictionary<string, nn.Module> networks)
    {
        foreach ((string name, nn.Module network) in networks) { network.load(AveragedWeights(run, name)); }
    }

    /// <summary>Path of the averaged weights of one network in a run's checkpoint.</summary>
    public static string AveragedWeights(string run, string network) => Path.Combine(Current(run), network + Averaged);

    private static string Current(string run)
    {
        string final = Path.Combine(run, Folder);
        // A crash between the two renames of Save leaves only the old one.
        if (Directory.Exists(final)) { return final; }
        if (Directory.Exists(final + ".old")) { return final + ".old"; }
        throw new InvalidDataException($"{run}: has no checkpoint to go on from");
    }
}
