using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Tests;

/// <summary>Compares gradients with what small steps give, in float64.</summary>
internal static class FiniteDifferences
{
    /// <summary>Every <paramref name="stride"/>-th element of the gradient of a scalar function at a point.</summary>
    public static void AssertGradient(Func<Tensor, Tensor> function, Tensor at, int stride = 1)
    {
        Tensor x = at.detach().clone().requires_grad_();
        function(x).backward();
        double[] gradient = x.grad!.flatten().data<double>().ToArray();
        Assert.Contains(gradient, v => v != 0);
        using var _ = no_grad();
        const double h = 1e-5;
        for (int i = 0; i < gradient.Length; i += stride)
        {
            Tensor step = zeros(gradient.Length, dtype: ScalarType.Float64);
            step[i] = h;
            step = step.view(at.shape);
            double difference = (function(at + step).item<double>() - function(at - step).item<double>()) / (2 * h);
            Assert.Equal(difference, gradient[i], 1e-6 * Math.Max(1, Math.Abs(difference)));
        }
    }
}
