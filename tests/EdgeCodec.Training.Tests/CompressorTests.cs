using EdgeCodec.Training.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Tests;

public class CompressorTests
{
    [Fact]
    public void GrowFrom_AtFirst_ComputesTheSame_AndCanLearn()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(4);
        Tensor pictures = randint(256, [2, 3, 256, 256]).to(ScalarType.Float32);
        var shallow = new Compressor("c", 4, CompressorPlan.Named("small"));
        shallow.train();
        shallow.call(pictures);
        shallow.Quantise();
        var deep = new Compressor("c", 4, CompressorPlan.Named("deep"));
        deep.Quantise();

        deep.GrowFrom(shallow);

        Tensor expected = shallow.Values(pictures), values = deep.Values(pictures);
        Assert.True(values.equal(expected).all().item<bool>());
        Assert.InRange(values.gt(0).to(ScalarType.Float32).mean().item<float>(), 0.02, 0.98);
        values.square().sum().backward();
        foreach (CompressorLayer layer in deep.layers.Where(layer => layer.GetName().Length == 3))
        {
            // Off the diagonal too, so that it can become more than the identity.
            Assert.InRange(layer.weight.grad!.ne(0).to(ScalarType.Float32).mean().item<float>(), 0.3, 1);
        }
        Assert.Equal(4, deep.layers.Length - shallow.layers.Length);
    }

    [Fact]
    public void GrowFrom_OneThatHasMoreLayers_IsRefused()
    {
        var deep = new Compressor("c", 4, CompressorPlan.Named("deep"));
        Assert.Contains("c3a", Assert.Throws<InvalidOperationException>(() => new Compressor("c", 4, CompressorPlan.Named("small")).GrowFrom(deep)).Message, StringComparison.Ordinal);
    }
}
