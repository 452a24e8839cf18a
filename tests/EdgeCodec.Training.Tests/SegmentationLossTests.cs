using EdgeCodec.Training.Losses;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Tests;

public class SegmentationLossTests
{
    [Fact]
    public void CrossEntropyAndDice_TwoSamples_IsTheHandComputedValue()
    {
        // p = 0.5 and 0.75 against y = 1 and 0.
        Tensor logits = tensor(new float[] { 0, (float)Math.Log(3) }, [1, 1, 1, 2]);
        Tensor target = tensor(new float[] { 1, 0 }, [1, 1, 1, 2]);
        double entropy = (-Math.Log(0.5) - Math.Log(0.25)) / 2;
        double dice = (2 * 0.5 + 1) / (1.25 + 1 + 1);
        Assert.Equal(entropy + 1 - dice, SegmentationLoss.CrossEntropyAndDice(logits, target).item<float>(), 5);
    }

    [Fact]
    public void CrossEntropyAndDice_Gradient_AgreesWithFiniteDifferences()
    {
        random.manual_seed(3);
        Tensor target = rand(2, 1, 4, 4, dtype: ScalarType.Float64);
        Tensor x = randn(2, 1, 4, 4, dtype: ScalarType.Float64).requires_grad_();
        SegmentationLoss.CrossEntropyAndDice(x, target).backward();
        const double h = 1e-5;
        for (int i = 0; i < 32; i += 5)
        {
            Tensor step = zeros(32, dtype: ScalarType.Float64);
            step[i] = h;
            step = step.view(2, 1, 4, 4);
            double up = SegmentationLoss.CrossEntropyAndDice(x.detach() + step, target).item<double>();
            double down = SegmentationLoss.CrossEntropyAndDice(x.detach() - step, target).item<double>();
            Assert.Equal((up - down) / (2 * h), x.grad!.flatten()[i].item<double>(), 7);
        }
    }
}
