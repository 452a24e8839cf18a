using EdgeCodec.Training.Losses;
using EdgeCodec.Training.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Tests;

/// <summary>Eq. 1 and 3, and the discriminator whose features they compare.</summary>
public class LabelFeatureLossTests
{
    [Fact]
    public void Mae_TwoScales_WeighsEachFeatureAlike()
    {
        Tensor[] predicted = [tensor(new float[] { 1, 2, 3, 4 }, [1, 1, 2, 2]), tensor(new float[] { 10 }, [1, 1, 1, 1])];
        Tensor[] truth = [tensor(new float[] { 0, 2, 5, 4 }, [1, 1, 2, 2]), tensor(new float[] { 3 }, [1, 1, 1, 1])];
        Assert.Equal((1 + 0 + 2 + 0 + 7) / 5.0, LabelFeatureLoss.Mae(predicted, truth).item<float>(), 6);
    }

    [Fact]
    public void Mae_ThroughTheDiscriminator_HasTheGradientOfFiniteDifferences()
    {
        Discriminator d = Make(ScalarType.Float64);
        Tensor[] truth = d.call(rand(1, 1, 32, 32, dtype: ScalarType.Float64));
        FiniteDifferences.AssertGradient(x => LabelFeatureLoss.Mae(d.call(x), truth), rand(1, 1, 32, 32, dtype: ScalarType.Float64), stride: 37);
    }

    [Fact]
    public void Features_AreOfEveryConvolution_EachHalfAsLarge()
    {
        Tensor[] features = Make(ScalarType.Float32).call(rand(2, 1, 64, 64));
        Assert.Equal(
            ["2,16,32,32", "2,32,16,16", "2,64,8,8", "2,128,4,4", "2,128,2,2"], features.Select(f => string.Join(',', f.shape)));
    }

    [Fact]
    public void Features_OfLabelMapsHoweverLargeTheWeights_DifferByAtMostOne()
    {
        Discriminator d = Make(ScalarType.Float32);
        using var _ = no_grad();
        foreach (var parameter in d.parameters()) { parameter.mul_(1000); }
        Tensor[] empty = d.call(zeros(1, 1, 64, 64)), full = d.call(ones(1, 1, 64, 64));
        for (int i = 0; i < empty.Length; i++)
        {
            Assert.InRange((full[i] - empty[i]).abs().max().item<float>(), 0, 1.0001f);
        }
    }

    [Fact]
    public void Step_OfTheDiscriminator_RaisesTheLoss_AndTouchesNothingElse()
    {
        random.manual_seed(2);
        var adversary = new Adversary(new Recipe { Name = "test", Design = "plain", LabelFeatures = 1, DiscriminatorRate = 1e-2 });
        Tensor pictures = zeros(2, 3, 64, 64), masks = zeros(2, 1, 64, 64);
        masks[TensorIndex.Colon, TensorIndex.Colon, TensorIndex.Slice(10, 40), TensorIndex.Slice(10, 40)] = 1;
        Tensor logits = (randn(2, 1, 64, 64) + masks * 2).requires_grad_();
        float before = adversary.Loss(pictures, logits, masks).item<float>();
        for (int i = 0; i < 20; i++) { adversary.Step(pictures, logits, masks, 1); }
        Assert.InRange(adversary.Loss(pictures, logits, masks).item<float>(), before * 1.1f, 1f);
        Assert.True(logits.grad is null);
    }

    [Fact]
    public void Loss_ForTheStepOfCAndS_LeavesTheDiscriminatorWithoutGradient()
    {
        var adversary = new Adversary(new Recipe { Name = "test", Design = "plain", LabelFeatures = 1, DiscriminatorInput = "masked-photograph" });
        Tensor logits = zeros(1, 1, 64, 64).requires_grad_();
        adversary.Loss(full([1, 3, 64, 64], 200f), logits, ones(1, 1, 64, 64)).backward();
        Assert.True(logits.grad!.abs().sum().item<float>() > 0);
        Assert.All(adversary.Network.parameters(), p => Assert.True(p.grad is null));
    }

    [Fact]
    public void Step_OnALossThatIsNotANumber_SaysSo_AndLeavesTheDiscriminatorAsItWas()
    {
        var adversary = new Adversary(new Recipe { Name = "test", Design = "plain", LabelFeatures = 1 });
        float[][] before = [.. adversary.Network.parameters().Select(p => p.data<float>().ToArray())];
        Assert.False(float.IsFinite(adversary.Step(zeros(1, 3, 64, 64), full([1, 1, 64, 64], float.NaN), ones(1, 1, 64, 64), 1)));
        Assert.Equal(before, adversary.Network.parameters().Select(p => p.data<float>().ToArray()));
    }

    private static Discriminator Make(ScalarType type)
    {
        random.manual_seed(1);
        var d = new Discriminator(new Precision { Type = type }, "d", 1);
        return (Discriminator)d.to(type);
    }
}
