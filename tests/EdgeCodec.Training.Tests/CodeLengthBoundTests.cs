using EdgeCodec.Training.Losses;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Tests;

/// <summary>loss_cr of Eq. 5.</summary>
public class CodeLengthBoundTests
{
    [Fact]
    public void Jensen_OneBit_IsTheHandComputedValue()
    {
        // A +1 of which the model says 3/4, dequantised to 1.2.
        double density = 0.75 * Logistic(0.2) + 0.25 * Logistic(2.2);
        Tensor bound = CodeLengthBound.Jensen(One(1), One(Math.Log(3)), One(0.2));
        Assert.Equal(-Math.Log2(2 * density), bound.item<double>(), 9);
    }

    [Theory]
    [InlineData(1, 2.0)]
    [InlineData(-1, 2.0)]
    [InlineData(1, -0.3)]
    [InlineData(-1, 8.0)]
    public void Jensen_MeanOverTheNoise_IsAboveTheBitsOfTheCellsMass(double bit, double logit)
    {
        const int draws = 4001;
        double bound = 0, mass = 0, p = 1 / (1 + Math.Exp(-logit));
        for (int i = 0; i < draws; i++)
        {
            double u = -1 + 2 * (i + 0.5) / draws;
            bound += CodeLengthBound.Jensen(One(bit), One(logit), One(u)).item<double>() / draws;
            mass += 2.0 / draws * (p * Logistic(bit + u - 1) + (1 - p) * Logistic(bit + u + 1));
        }
        Assert.InRange(bound, -Math.Log2(mass), -Math.Log2(mass) + 4);
    }

    [Fact]
    public void Jensen_Gradient_AgreesWithFiniteDifferences_InBitsAndLogits()
    {
        random.manual_seed(5);
        Tensor bits = rand(1, 2, 3, 3, dtype: ScalarType.Float64).gt(0.5).to(ScalarType.Float64) * 2 - 1;
        Tensor logits = randn(1, 2, 3, 3, dtype: ScalarType.Float64) * 2, noise = rand(1, 2, 3, 3, dtype: ScalarType.Float64) * 2 - 1;
        FiniteDifferences.AssertGradient(x => CodeLengthBound.Jensen(x, logits, noise).sum(), bits);
        FiniteDifferences.AssertGradient(x => CodeLengthBound.Jensen(bits, x, noise).sum(), logits);
    }

    [Fact]
    public void Jensen_BitThatTheModelRulesOut_IsLong_NotInfinite()
        => Assert.InRange(CodeLengthBound.Jensen(One(-1), One(500), One(0.3)).item<double>(), 5, 2000);

    private static double Logistic(double x)
    {
        double e = Math.Exp(-x / CodeLengthBound.Scale);
        return e / (CodeLengthBound.Scale * (1 + e) * (1 + e));
    }

    private static Tensor One(double value) => full([1, 1, 1, 1], value, dtype: ScalarType.Float64);
}
