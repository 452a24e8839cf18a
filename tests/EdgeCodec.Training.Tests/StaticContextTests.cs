using EdgeCodec.Training.Networks;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Tests;

/// <summary>The baseline that contexts are measured against: one probability for each channel.</summary>
public class StaticContextTests
{
    [Fact]
    public void Train_Static_LearnsTheEntropyOfEachChannel_AndNothingFromNeighbours()
    {
        random.manual_seed(2);
        var context = new ContextNetwork("context", 2, 8, 8, causal: false);
        // Columns of equal bits: a causal model would need next to none of them. Ones are 1 in 4, and 1 in 2.
        Tensor rows = cat([rand(32, 1, 1, 8).gt(0.75), rand(32, 1, 1, 8).gt(0.5)], 1).to(ScalarType.Float32) * 2 - 1;
        Tensor bits = rows.expand(32, 2, 8, 8).contiguous();
        using AdamW optimizer = optim.AdamW(context.parameters(), 2e-3);
        for (int i = 0; i < 400; i++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            context.CodeLength(bits).mean().backward();
            optimizer.step();
        }
        double Entropy(int channel)
        {
            double p = bits.select(1, channel).gt(0).to(ScalarType.Float32).mean().item<float>();
            return -64 * (p * Math.Log2(p) + (1 - p) * Math.Log2(1 - p));
        }
        Assert.Equal(Entropy(0) + Entropy(1), context.CodeLength(bits).mean().item<float>(), 0.1);
        Assert.True(context.call(bits).equal(context.call(-bits)).all().item<bool>());
    }
}
