using EdgeCodec.Training.Export;
using EdgeCodec.Training.Quantisation;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Tests;

public class QuantisationTests
{
    [Fact]
    public void Round_Halves_GoUp_AsInTheModelFormat()
    {
        Tensor rounded = FakeQuantisation.Round(tensor(new float[] { -1.5f, -0.5f, 0.5f, 1.5f, 2.49f }));
        Assert.Equal([-1f, 0f, 1f, 2f, 2f], rounded.data<float>().ToArray());
    }

    [Fact]
    public void Round_Gradient_PassesStraightThrough()
    {
        Tensor x = tensor(new float[] { 0.2f, 7.9f }).requires_grad_();
        (FakeQuantisation.Round(x) * tensor(new float[] { 3f, -2f })).sum().backward();
        Assert.Equal([3f, -2f], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Requantise_EverySum_IsWhatTheIntegersOfTheEdgeSay()
    {
        // Products of float32 fall on the other side of a half in 127 of these.
        const int Sums = 1 << 21;
        const float Factor = 1e-4f;
        Tensor made = FakeQuantisation.Requantise(arange(-Sums, Sums, ScalarType.Float32).view(1, 1, 1, -1), tensor(new float[] { Factor }), -128, 127);
        (uint multiplier, byte shift) = EdgeModelExport.FixedPoint(Factor);
        float[] values = made.data<float>().ToArray();
        for (int sum = -Sums; sum < Sums; sum++)
        {
            long expected = Math.Clamp(((long)sum * multiplier + (1L << (shift - 1))) >> shift, -128, 127);
            if (values[sum + Sums] != expected) { Assert.Fail($"{sum}: {values[sum + Sums]} instead of {expected}"); }
        }
    }

    [Fact]
    public void Requantise_Gradient_IsThatOfTheClampedProduct()
    {
        Tensor sums = tensor(new float[] { 3f, 90f, -2f }).view(1, 1, 1, 3).requires_grad_();
        Tensor factor = tensor(new float[] { 0.1f }).requires_grad_();
        FakeQuantisation.Requantise(sums, factor, 0, 8).sum().backward();
        // The second lies above, the third below: only the first counts.
        Assert.Equal([0.1f, 0f, 0f], sums.grad!.data<float>().ToArray());
        Assert.Equal([3f], factor.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Sign_OfZero_IsPlusOne()
        => Assert.Equal([1f, 1f, -1f], Binarisation.Sign(tensor(new float[] { 0f, 0.3f, -0.1f })).data<float>().ToArray());

    [Fact]
    public void Stochastic_IsOnlyBits_WithTheRightMean()
    {
        random.manual_seed(7);
        Tensor bits = Binarisation.Stochastic(full(100_000, 0.4f));
        Assert.Equal(100_000, bits.abs().eq(1).sum().item<long>());
        // Standard error of the mean: sqrt(1 - 0.16) / sqrt(1e5) = 0.003; five of them.
        Assert.InRange(bits.mean().item<float>(), 0.4 - 0.015, 0.4 + 0.015);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.0123456789)]
    [InlineData(1.0)]
    [InlineData(3.75)]
    [InlineData(1e-12)]
    public void FixedPoint_IsWithinItsLastBit(double factor)
    {
        (uint multiplier, byte shift) = EdgeModelExport.FixedPoint(factor);
        Assert.InRange(multiplier, 1u, (uint)int.MaxValue);
        Assert.InRange((int)shift, 1, 62);
        Assert.InRange(Math.ScaleB(multiplier, -shift) / factor, 1 - 1e-6, 1 + 1e-6);
    }

    [Fact]
    public void FixedPoint_OfNothingOrTooMuch_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => EdgeModelExport.FixedPoint(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => EdgeModelExport.FixedPoint(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => EdgeModelExport.FixedPoint(2e9));
    }
}
