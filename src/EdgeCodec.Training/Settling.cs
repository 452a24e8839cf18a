using EdgeCodec.Training.Data;
using EdgeCodec.Training.Designs;
using EdgeCodec.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training;

/// <summary>
/// What a run does before its first epoch if it starts from the files of a finished model: those have normalisation
/// folded and lack what serves training only.
/// </summary>
internal static class Settling
{
    private const int StatisticsBatches = 16, LearningSteps = 100;
    private const double LearningRate = 2e-3;

    /// <param name="recipe">The recipe.</param>
    /// <param name="design">Its networks; what was not read from a model's files stays as it is.</param>
    /// <param name="training">Pictures to learn from.</param>
    public static void Run(Recipe recipe, IDesign design, IReadOnlyList<Sample> training)
    {
        random.manual_seed(recipe.Seed);
        var generator = new Random(recipe.Seed);
        (Tensor Pictures, Tensor Masks) Draw()
        {
            int[] picks = [.. Enumerable.Range(0, recipe.Batch).Select(_ => generator.Next(training.Count))];
            return Batches.Augmented(training, picks, recipe, generator);
        }
        FindStatistics(design, Draw);
        if (design.Missing.Count == 0) { return; }
        Console.Error.WriteLine($"{recipe.Name}: what a model's files lack learns for {LearningSteps} steps, alone");
        Learn(design, Draw);
    }

    private static void FindStatistics(IDesign design, Func<(Tensor Pictures, Tensor Masks)> draw)
    {
        foreach (nn.Module network in design.Networks.Values) { network.eval(); }
        CloudConvolution.FindStatistics(design.Networks.Values, () =>
        {
            for (int i = 0; i < StatisticsBatches; i++)
            {
                using var scope = NewDisposeScope();
                design.Predict(draw().Pictures, design.Layers);
            }
        });
    }

    private static void Learn(IDesign design, Func<(Tensor Pictures, Tensor Masks)> draw)
    {
        design.EnterEpoch(0);
        foreach (nn.Module network in design.Networks.Values) { network.train(); }
        using TorchSharp.Modules.AdamW optimizer = optim.AdamW(design.Missing, LearningRate);
        for (int i = 0; i < LearningSteps; i++)
        {
            using var scope = NewDisposeScope();
            (Tensor pictures, Tensor masks) = draw();
            optimizer.zero_grad();
            design.Loss(design.Prepare(pictures, masks), 0).Total.backward();
            optimizer.step();
        }
    }
}
