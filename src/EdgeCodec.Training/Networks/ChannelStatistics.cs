using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Networks;

/// <summary>Mean and variance of each channel over all batches [N, channels, H, W] of one shape that were added.</summary>
internal sealed class ChannelStatistics(int channels)
{
    // In float64: over all batches the variance is a difference of larger numbers.
    private readonly Tensor means = zeros(channels, ScalarType.Float64).DetachFromDisposeScope(), squares = zeros(channels, ScalarType.Float64).DetachFromDisposeScope();
    private int batches;

    public void Add(Tensor x)
    {
        using var scope = NewDisposeScope();
        x = x.detach().to(ScalarType.Float32);
        Tensor mean = x.mean([0L, 2L, 3L]).to(ScalarType.Float64);
        means.add_(mean);
        squares.add_(x.var([0L, 2L, 3L], unbiased: false).to(ScalarType.Float64) + mean.square());
        batches++;
    }

    /// <summary>Both [channels], float32.</summary>
    public (Tensor Mean, Tensor Variance) Value
    {
        get
        {
            Tensor mean = means / (double)batches;
            return (mean.to(ScalarType.Float32), (squares / (double)batches - mean.square()).clamp_min(0).to(ScalarType.Float32));
        }
    }
}
