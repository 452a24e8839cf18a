using EdgeCodec.Training.Data;
using EdgeCodec.Training.Designs;
using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training;

/// <summary>
/// The batches of one epoch. All choices come from the given generator and torch's, so that an epoch can be made again.
/// With <see cref="Recipe.Uses"/> above 1, a part of the pictures is prepared first, and each then comes that often, among
/// others and in another orientation: skin has no up and down, and preparing takes longer than learning does.
/// </summary>
internal sealed class Lessons(Recipe recipe, IDesign design, IReadOnlyList<Sample> training, Random random) : IDisposable
{
    private const int Orientations = 8;

    private readonly int[] order = Shuffled(training.Count, random);
    private readonly List<Lesson> prepared = [];
    private int[] plan = [], firstWay = [];

    public int Steps => training.Count / recipe.Batch;

    /// <summary>The batch of a step; steps go from 0 on, one after the other.</summary>
    public Lesson Take(int step)
    {
        if (recipe.Uses == 1) { return Prepare(step); }
        if (prepared.Count == 0) { PrepareAll(); }
        int[] uses = plan[(step * recipe.Batch)..((step + 1) * recipe.Batch)];
        int pictures = prepared.Count * recipe.Batch;
        var batch = Lesson.Gather(prepared, [.. uses.Select(u => (u % pictures / recipe.Batch, u % pictures % recipe.Batch))]);
        // The same picture in another of the eight orientations at each use.
        return batch.Turned([.. uses.Select(u => (firstWay[u % pictures] + u / pictures) % Orientations)]);
    }

    private void PrepareAll()
    {
        int batches = (Steps + recipe.Uses - 1) / recipe.Uses;
        for (int i = 0; i < batches; i++)
        {
            using var scope = NewDisposeScope();
            prepared.Add(Prepare(i).Kept());
        }
        int pictures = batches * recipe.Batch;
        plan = Shuffled(pictures * recipe.Uses, random);
        firstWay = [.. Enumerable.Range(0, pictures).Select(_ => random.Next(Orientations))];
    }

    private Lesson Prepare(int batch)
    {
        (Tensor pictures, Tensor masks) = Batches.Augmented(training, order.AsSpan(batch * recipe.Batch, recipe.Batch), recipe, random);
        return design.Prepare(pictures, masks);
    }

    private static int[] Shuffled(int count, Random random)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        random.Shuffle(order);
        return order;
    }

    public void Dispose()
    {
        foreach (Lesson lesson in prepared) { lesson.Dispose(); }
    }
}
