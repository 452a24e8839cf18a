using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training;

/// <summary>
/// A folder that holds all that a run needs to go on exactly where it was: weights, their average, optimiser state,
/// recipe, epoch. It is written beside the old one and takes its place by renaming, so that a full disk or a crash loses nothing.
/// </summary>
internal static class Checkpoint
{
    internal sealed record State(int NextEpoch, long AverageSteps, double Best, string Recipe);

    private const string Folder = "checkpoint";

    public static bool Exists(string run) => Directory.Exists(Path.Combine(run, Folder)) || Directory.Exists(Path.Combine(run, Folder + ".old"));

    public static void Save(string run, State state, IReadOnlyDictionary<string, nn.Module> networks, WeightAverage average, TorchSharp.Modules.AdamW optimizer)
    {
        string final = Path.Combine(run, Folder), fresh = final + ".new", old = final + ".old";
        if (Directory.Exists(fresh)) { Directory.Delete(fresh, recursive: true); }
        Directory.CreateDirectory(fresh);
        foreach ((string name, nn.Module network) in networks) { network.save(Path.Combine(fresh, name + ".dat")); }
        average.With(() =>
        {
            foreach ((string name, nn.Module network) in networks) { network.save(Path.Combine(fresh, name + ".average.dat")); }
            return 0;
        });
        optimizer.save_state_dict(Path.Combine(fresh, "optimizer.dat"));
        File.WriteAllText(Path.Combine(fresh, "state.json"), JsonSerializer.Serialize(state));
        if (Directory.Exists(old)) { Directory.Delete(old, recursive: true); }
        if (Directory.Exists(final)) { Directory.Move(final, old); }
        Directory.Move(fresh, final);
        if (Directory.Exists(old)) { Directory.Delete(old, recursive: true); }
    }

    /// <summary>The state of the last whole checkpoint; refuses one of another recipe.</summary>
    public static State ReadState(string run, Recipe recipe)
    {
        string path = Path.Combine(Current(run), "state.json");
        State state = JsonSerializer.Deserialize<State>(File.ReadAllText(path)) ?? throw new InvalidDataException($"{path}: is empty");
        if (state.Recipe == recipe.ToJson()) { return state; }
        throw new InvalidDataException($"{run}: its checkpoint belongs to another recipe; resume with that one, or name another folder");
    }

    public static void Load(string run, State state, IReadOnlyDictionary<string, nn.Module> networks, WeightAverage average, TorchSharp.Modules.AdamW optimizer)
    {
        string folder = Current(run);
        LoadAverage(run, networks);
        average.Resume(state.AverageSteps);
        foreach ((string name, nn.Module network) in networks) { network.load(Path.Combine(folder, name + ".dat")); }
        optimizer.load_state_dict(Path.Combine(folder, "optimizer.dat"));
    }

    /// <summary>Puts the averaged weights of a run's checkpoint into networks.</summary>
    public static void LoadAverage(string run, IReadOnlyDictionary<string, nn.Module> networks)
    {
        foreach ((string name, nn.Module network) in networks) { network.load(AveragedWeights(run, name)); }
    }

    /// <summary>Path of the averaged weights of one network in a run's checkpoint.</summary>
    public static string AveragedWeights(string run, string network) => Path.Combine(Current(run), network + ".average.dat");

    private static string Current(string run)
    {
        string final = Path.Combine(run, Folder);
        // A crash between the two renames of Save leaves only the old one.
        if (Directory.Exists(final)) { return final; }
        if (Directory.Exists(final + ".old")) { return final + ".old"; }
        throw new InvalidDataException($"{run}: has no checkpoint to go on from");
    }
}
