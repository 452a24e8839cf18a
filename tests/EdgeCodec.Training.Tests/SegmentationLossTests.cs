using EdgeCodec.Training.Losses;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Tests;

public class SegmentationLossTests
{
    // p = 0.5 and 0.75 against y = 1 and 0.
    private static readonly float[] Logits = [0, (float)Math.Log(3)];
    private static readonly float[] Target = [1, 0];

    [Fact]
    public void CrossEntropyAndDice_TwoSamples_IsTheHandComputedValue()
    {
        double entropy = (-Math.Log(0.5) - Math.Log(0.25)) / 2;
        double dice = (2 * 0.5 + 1) / (1.25 + 1 + 1);
        Tensor loss = SegmentationLoss.CrossEntropyAndDice(tensor(Logits, [1, 1, 1, 2]), tensor(Target, [1, 1, 1, 2]));
        Assert.Equal(entropy + 1 - dice, loss.item<float>(), 5);
    }

    [Fact]
    public void Mse_TwoSamples_IsTheHandComputedValue()
        => Assert.Equal((0.25 + 0.5625) / 2, SegmentationLoss.Mse(tensor(Logits, [1, 1, 1, 2]), tensor(Target, [1, 1, 1, 2])).item<float>(), 6);

    [Theory]
    [InlineData("mse")]
    [InlineData("cross-entropy-dice")]
    public void Gradient_AgreesWithFiniteDifferences(string name)
    {
        Func<Tensor, Tensor, Tensor> loss = SegmentationLoss.Of(new Recipe { Name = "test", Design = "plain", SegmentationLoss = name });
        random.manual_seed(3);
        Tensor target = rand(2, 1, 4, 4, dtype: ScalarType.Float64);
        FiniteDifferences.AssertGradient(x => loss(x, target), randn(2, 1, 4, 4, dtype: ScalarType.Float64), stride: 5);
    }
}
