using EdgeCodec.Training.Designs;

namespace EdgeCodec.Training;

/// <summary>Which finished model a run's head is for: noted when the run begins, so that it cannot go on with another.</summary>
internal static class RunOrigin
{
    private const string FileName = "from-model.txt";

    public static void Note(string run, IDesign design)
    {
        if (design is HeadDesign head) { File.WriteAllText(Path.Combine(run, FileName), head.Origin + "\n"); }
    }

    /// <exception cref="InvalidDataException">The run was begun with another model.</exception>
    public static void Check(string run, IDesign design)
    {
        if (design is not HeadDesign head) { return; }
        string begun = File.ReadAllText(Path.Combine(run, FileName)).Trim();
        if (begun != head.Origin) { throw new InvalidDataException($"{run}: its head is for the model {begun[..16]}, not for {head.Origin[..16]}"); }
    }
}
