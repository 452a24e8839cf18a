using EdgeCodec.Training.Losses;
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

    [Fact]
    public void Of_StaticPressure_PullsCByEachChannelAlone_WhileTheContextModelLearns()
    {
        random.manual_seed(3);
        Recipe recipe = Recipe.Parse("""{ "name": "x", "design": "coded", "grid": 128, "latentChannels": 2, "rate": 1, "ratePressure": "static" }""");
        var context = new ContextNetwork("context", 2, 8, 8);
        var rate = new RateTerm(recipe, context);
        var pressure = Assert.IsType<ContextNetwork>(rate.With([])["pressure"]);
        // Two ones in three: what predicts all bits alike wants more of them, whatever their neighbours are.
        Tensor bits = (rand(4, 2, 8, 8).gt(0.33).to(ScalarType.Float32) * 2 - 1).requires_grad_();
        using AdamW optimizer = optim.AdamW(pressure.parameters().Where(p => p.requires_grad), 1e-2);
        for (int i = 0; i < 20; i++)
        {
            optimizer.zero_grad();
            pressure.CodeLength(bits.detach()).mean().backward();
            optimizer.step();
        }

        (Tensor loss, Tensor length) = rate.Of(bits, null, 1);
        loss.backward();

        Assert.Equal(context.CodeLength(bits).mean().item<float>(), length.item<float>(), 1e-3);
        Tensor pull = bits.grad!;
        Assert.True(pull.lt(0).all().item<bool>(), "a bit was pulled away from the likelier value");
        // One value for ones and one for zeros: no neighbour had a say.
        Assert.Equal(2, (int)pull.select(1, 0).flatten().data<float>().ToArray().Distinct().Count());
        Assert.Contains(context.parameters(), p => p.grad is not null && p.grad.abs().sum().item<float>() > 0);
    }
}
