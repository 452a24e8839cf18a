using System.Globalization;
using EdgeCodec.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EdgeCodec.Training.Classification;

/// <summary>Trains and runs a classifier on inputs of whole bytes [inputs, side, side], 255 for 1.</summary>
internal sealed class ClassifierTraining(Recipe recipe, int channels)
{
    /// <summary>A new classifier, trained on the picked inputs.</summary>
    public ClassifierNetwork Train(IReadOnlyList<byte[]> inputs, IReadOnlyList<bool> positive, IReadOnlyList<int> picks)
    {
        random.manual_seed(recipe.Seed);
        var network = new ClassifierNetwork("classifier", channels);
        var optimizer = optim.AdamW(network.parameters(), recipe.LearningRate, weight_decay: recipe.WeightDecay);
        var generator = new Random(recipe.Seed);
        int steps = Math.Max(1, picks.Count / recipe.Batch);
        network.train();
        for (int epoch = 0; epoch < recipe.Epochs; epoch++)
        {
            int[] order = [.. picks];
            generator.Shuffle(order);
            for (int step = 0; step < steps; step++)
            {
                using var scope = NewDisposeScope();
                double factor = RateSchedule.Factor(epoch + (double)step / steps, recipe.Epochs, steps);
                foreach (var group in optimizer.ParamGroups) { group.LearningRate = recipe.LearningRate * factor; }
                int[] batch = order[(step * recipe.Batch)..Math.Min(order.Length, (step + 1) * recipe.Batch)];
                Tensor target = tensor(batch.Select(i => positive[i] ? 1f : 0f).ToArray());
                Tensor loss = functional.binary_cross_entropy_with_logits(network.call(Turned(Gather(inputs, batch), generator)), target);
                float value = loss.item<float>();
                if (!float.IsFinite(value))
                {
                    throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"the loss is {value} at epoch {epoch + 1}, step {step + 1}"));
                }
                optimizer.zero_grad();
                loss.backward();
                optimizer.step();
            }
        }
        network.eval();
        return network;
    }

    /// <summary>Logits of the picked inputs, the mean over the input and its mirror image.</summary>
    public float[] Scores(ClassifierNetwork network, IReadOnlyList<byte[]> inputs, IReadOnlyList<int> picks)
    {
        using var _ = no_grad();
        var scores = new List<float>();
        for (int start = 0; start < picks.Count; start += recipe.Batch)
        {
            using var scope = NewDisposeScope();
            Tensor x = Gather(inputs, [.. picks.Skip(start).Take(recipe.Batch)]);
            scores.AddRange(((network.call(x) + network.call(x.flip(3))) / 2).data<float>().ToArray());
        }
        return [.. scores];
    }

    private Tensor Gather(IReadOnlyList<byte[]> inputs, int[] picks)
    {
        byte[] all = [.. picks.SelectMany(i => inputs[i])];
        return tensor(all, [picks.Length, channels, recipe.Grid, recipe.Grid]).to(ScalarType.Float32) / 255;
    }

    /// <summary>
    /// Each in one of the eight orientations of a square, which change no class. Each by itself: a map has a texture of
    /// its pixels, so a batch that is turned as one has other statistics than what normalisation keeps.
    /// </summary>
    internal static Tensor Turned(Tensor x, Random random)
        => cat([.. Enumerable.Range(0, (int)x.shape[0]).Select(i =>
        {
            Tensor one = x.narrow(0, i, 1);
            return rot90(random.Next(2) == 0 ? one : one.flip(3), random.Next(4), (2, 3));
        })]);
}
