using System.Diagnostics;
using System.Globalization;
using EdgeCodec.Training.Data;
using EdgeCodec.Training.Designs;
using EdgeCodec.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training;

/// <summary>The loop: epochs over shuffled, augmented batches; a checkpoint and a validation after each.</summary>
internal sealed class Trainer(Recipe recipe, IDesign design, string run, TrainingLog log)
{
    private readonly IReadOnlyList<ParameterGroup> groups = design.Parameters;

    /// <param name="training">Pictures to learn from.</param>
    /// <param name="heldOut">Pictures to choose settings on; never learned from.</param>
    /// <param name="resume">Go on from the run's checkpoint.</param>
    /// <param name="stopAfterEpoch">Stop as if interrupted once this many epochs are done; 0 = never.</param>
    /// <exception cref="OperationCanceledException">Stopped after <paramref name="stopAfterEpoch"/>.</exception>
    public void Train(IReadOnlyList<Sample> training, IReadOnlyList<Sample> heldOut, bool resume, int stopAfterEpoch = 0)
    {
        if (!resume) { Settling.Run(recipe, design, training); }
        var average = new WeightAverage(design.Networks, recipe.Average);
        TorchSharp.Modules.AdamW optimizer = MakeOptimizer();
        Adversary? adversary = recipe.LabelFeatures > 0 ? new Adversary(recipe) : null;
        var saved = new TrainingState(design.Networks, average, optimizer, adversary);
        int first = 0;
        if (resume)
        {
            Checkpoint.State state = Checkpoint.ReadState(run, recipe);
            // The phase is part of what the weights mean: enter it before they are put in.
            if (state.NextEpoch > 0) { design.EnterEpoch(state.NextEpoch - 1); }
            Checkpoint.Load(run, state, saved);
            first = state.NextEpoch;
        }

        log.GoOnAfter(first);
        int stepsPerEpoch = training.Count / recipe.Batch;
        string pictures = PictureLists.Digest(training.Select(s => s.Id), heldOut.Select(s => s.Id));
        for (int epoch = first; epoch < recipe.Epochs; epoch++)
        {
            var clock = Stopwatch.StartNew();
            if (design.EnterEpoch(epoch)) { average.Restart(); }
            // Dropout and stochastic bits draw from torch's generator: seeding it per epoch makes resuming exact.
            random.manual_seed(recipe.Seed * 1_000_003L + epoch);
            EpochSums sums = RunEpoch(training, epoch, stepsPerEpoch, saved);
            Validation validation = average.With(() => Validation.Run(design, heldOut, recipe.Batch));
            // Before the checkpoint, so that no epoch that is done lacks its line.
            log.Epoch(epoch, recipe.Epochs, sums, validation, clock.Elapsed);
            if (epoch + 1 == recipe.Epochs && design.Layers > 1)
            {
                log.Layers(average.With(() => Enumerable.Range(1, design.Layers).Select(k => Validation.Run(design, heldOut, recipe.Batch, k)).ToList()));
            }
            Checkpoint.Save(run, new Checkpoint.State(epoch + 1, average.Steps, recipe.ToJson(), pictures), saved);
            if (epoch + 1 == stopAfterEpoch) { throw new OperationCanceledException($"stopped after epoch {epoch + 1}; --resume goes on"); }
        }
        average.Adopt();
    }

    private EpochSums RunEpoch(IReadOnlyList<Sample> training, int epoch, int steps, TrainingState saved)
    {
        Adversary? adversary = saved.Adversary;
        foreach (nn.Module network in design.Networks.Values) { network.train(); }
        var generator = new Random(HashCode(recipe.Seed, epoch));
        using var lessons = new Lessons(recipe, design, training, generator);
        var sums = new EpochSums();
        for (int step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            double progress = (epoch + (double)step / steps) / recipe.Epochs;
            double segmentorFactor = SetRates(saved.Optimizer, epoch + (double)step / steps, steps);
            Lesson lesson = lessons.Take(step);
            StepLoss loss = design.Loss(lesson, progress);
            // Section 2.3: a step of C and S with D fixed, then one of D with C and S fixed.
            bool judged = adversary is not null && loss.Logits is not null;
            Tensor total = judged ? loss.Total + recipe.LabelFeatures * adversary!.Loss(lesson.Pictures, loss.Logits!, lesson.Masks) : loss.Total;
            float value = Finite(total.item<float>(), "the loss", epoch, step);
            // Gone, not zero as the optimiser's own zero_grad leaves them: a gradient added to what an earlier step left keeps the
            // memory order of that one, which a resumed run does not have, and element-wise steps round by memory order.
            foreach (nn.Module network in design.Networks.Values) { network.zero_grad(set_to_none: true); }
            total.backward();
            nn.utils.clip_grad_norm_(design.Networks.Values.SelectMany(n => n.parameters()), 5.0);
            saved.Optimizer.step();
            saved.Average.Update();
            float features = judged ? Finite(adversary!.Step(lesson.Pictures, loss.Logits!, lesson.Masks, segmentorFactor), "the discriminator's loss", epoch, step) : 0;
            sums.Add(value, loss.Segmentation.item<float>(), loss.Bits.item<float>(), features);
            log.Step(epoch, step + 1, steps, recipe.Epochs, sums);
        }
        return sums;
    }

    private TorchSharp.Modules.AdamW MakeOptimizer()
    {
        TorchSharp.Modules.AdamW.ParamGroup[] theirs =
            [.. groups.Select(g => new TorchSharp.Modules.AdamW.ParamGroup(g.Parameters, FullRate(g), weight_decay: recipe.WeightDecay))];
        return optim.AdamW(theirs, recipe.LearningRate, weight_decay: recipe.WeightDecay);
    }

    private double FullRate(ParameterGroup group) => group.Pretrained ? recipe.LearningRate * recipe.EncoderRate : recipe.LearningRate;

    private float Finite(float value, string what, int epoch, int step) => float.IsFinite(value)
        ? value
        : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
            $"{what} is {value} at epoch {epoch + 1}, step {step + 1}; {(Checkpoint.Exists(run) ? "the last good checkpoint is kept" : "there is no checkpoint yet")} in {run}"));

    /// <summary>
    /// C and g learn from the first epoch; the pretrained s, and D that judges it, rest during warm-up epochs and
    /// have a cosine of their own after them. Returns the share of its rate at which s learns.
    /// </summary>
    private double SetRates(TorchSharp.Modules.AdamW optimizer, double epoch, int stepsPerEpoch)
    {
        double segmentorFactor = RateSchedule.Factor(epoch - recipe.WarmUpEpochs, recipe.Epochs - recipe.WarmUpEpochs, stepsPerEpoch);
        double factor = RateSchedule.Factor(epoch, recipe.Epochs, stepsPerEpoch);
        foreach ((var group, ParameterGroup ours) in optimizer.ParamGroups.Zip(groups))
        {
            group.LearningRate = FullRate(ours) * (ours.Rests ? segmentorFactor : factor);
        }
        return segmentorFactor;
    }

    // System.HashCode is seeded per process; a resumed run needs the same order again.
    private static int HashCode(int seed, int epoch) => unchecked(seed * 7919 + epoch * 104729);
}
