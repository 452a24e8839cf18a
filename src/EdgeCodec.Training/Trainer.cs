using System.Diagnostics;
using System.Globalization;
using EdgeCodec.Training.Data;
using EdgeCodec.Training.Designs;
using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training;

/// <summary>The loop: epochs over shuffled, augmented batches; a checkpoint and a validation after each.</summary>
internal sealed class Trainer(Recipe recipe, IDesign design, string run, TrainingLog log)
{
    private const int WarmUpSteps = 100;

    /// <param name="training">Pictures to learn from.</param>
    /// <param name="heldOut">Pictures to choose settings on; never learned from.</param>
    /// <param name="resume">Go on from the run's checkpoint.</param>
    /// <param name="stopAfterEpoch">Stop as if interrupted once this many epochs are done; 0 = never.</param>
    /// <exception cref="OperationCanceledException">Stopped after <paramref name="stopAfterEpoch"/>.</exception>
    public void Train(IReadOnlyList<Sample> training, IReadOnlyList<Sample> heldOut, bool resume, int stopAfterEpoch = 0)
    {
        var average = new WeightAverage(design.Networks, recipe.Average);
        TorchSharp.Modules.AdamW optimizer = MakeOptimizer();
        int first = 0;
        double best = 0;
        if (resume)
        {
            Checkpoint.State state = Checkpoint.ReadState(run, recipe);
            // The phase is part of what the weights mean: enter it before they are put in.
            if (state.NextEpoch > 0) { design.EnterEpoch(state.NextEpoch - 1); }
            Checkpoint.Load(run, state, design.Networks, average, optimizer);
            first = state.NextEpoch;
            best = state.Best;
        }

        int stepsPerEpoch = training.Count / recipe.Batch;
        for (int epoch = first; epoch < recipe.Epochs; epoch++)
        {
            var clock = Stopwatch.StartNew();
            if (design.EnterEpoch(epoch)) { average.Restart(); }
            // Dropout and stochastic bits draw from torch's generator: seeding it per epoch makes resuming exact.
            random.manual_seed(recipe.Seed * 1_000_003L + epoch);
            EpochSums sums = RunEpoch(training, epoch, stepsPerEpoch, optimizer, average);
            Validation validation = average.With(() => Validation.Run(design, heldOut, recipe.Batch));
            best = Math.Max(best, validation.Dice);
            Checkpoint.Save(run, new Checkpoint.State(epoch + 1, average.Steps, best, recipe.ToJson()), design.Networks, average, optimizer);
            log.Epoch(epoch, recipe.Epochs, sums, validation, clock.Elapsed);
            if (epoch + 1 == stopAfterEpoch) { throw new OperationCanceledException($"stopped after epoch {epoch + 1}; --resume goes on"); }
        }
        average.Adopt();
    }

    private EpochSums RunEpoch(IReadOnlyList<Sample> training, int epoch, int steps, TorchSharp.Modules.AdamW optimizer, WeightAverage average)
    {
        foreach (nn.Module network in design.Networks.Values) { network.train(); }
        var generator = new Random(HashCode(recipe.Seed, epoch));
        int[] order = [.. Enumerable.Range(0, training.Count)];
        generator.Shuffle(order);
        var sums = new EpochSums();
        for (int step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            double progress = (epoch + (double)step / steps) / recipe.Epochs;
            SetRate(optimizer, progress, epoch * steps + step);
            (Tensor pictures, Tensor masks) = Batches.Make(training, order.AsSpan(step * recipe.Batch, recipe.Batch), recipe.Grid);
            (pictures, masks) = Augmentation.Apply(pictures, masks, generator);
            StepLoss loss = design.Loss(pictures, masks, progress);
            float value = loss.Total.item<float>();
            if (!float.IsFinite(value))
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                    $"the loss is {value} at epoch {epoch + 1}, step {step + 1}; the checkpoint of the epoch before is kept in {run}"));
            }
            optimizer.zero_grad();
            loss.Total.backward();
            nn.utils.clip_grad_norm_(design.Networks.Values.SelectMany(n => n.parameters()), 5.0);
            optimizer.step();
            average.Update();
            sums.Add(value, loss.Segmentation.item<float>(), loss.Bits.item<float>());
            log.Step(epoch, step + 1, steps, recipe.Epochs, sums);
        }
        return sums;
    }

    private TorchSharp.Modules.AdamW MakeOptimizer()
    {
        var (fresh, pretrained) = design.Parameters;
        TorchSharp.Modules.AdamW.ParamGroup[] groups =
        [
            new(fresh, recipe.LearningRate, weight_decay: recipe.WeightDecay),
            new(pretrained, recipe.LearningRate * recipe.EncoderRate, weight_decay: recipe.WeightDecay),
        ];
        return optim.AdamW(groups, recipe.LearningRate, weight_decay: recipe.WeightDecay);
    }

    /// <summary>Linear warm-up over the first steps, then a cosine to 1 % of the rate.</summary>
    private void SetRate(TorchSharp.Modules.AdamW optimizer, double progress, int step)
    {
        double factor = Math.Min(1, (step + 1.0) / WarmUpSteps) * (0.01 + 0.99 * 0.5 * (1 + Math.Cos(Math.PI * progress)));
        double[] rates = [recipe.LearningRate, recipe.LearningRate * recipe.EncoderRate];
        int i = 0;
        foreach (var group in optimizer.ParamGroups) { group.LearningRate = rates[i++] * factor; }
    }

    // System.HashCode is seeded per process; a resumed run needs the same order again.
    private static int HashCode(int seed, int epoch) => unchecked(seed * 7919 + epoch * 104729);
}
