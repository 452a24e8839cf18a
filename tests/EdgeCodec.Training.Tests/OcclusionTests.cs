using EdgeCodec.Training.Data;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Tests;

public sealed class OcclusionTests
{
    [Fact]
    public void Apply_ManyPictures_CoversSomeOfSomeAndLeavesTheRest()
    {
        using var scope = NewDisposeScope();
        Tensor skin = full([64, 3, 96, 96], 0.5f);

        Tensor drawn = Occlusion.Apply(skin, new Random(3));

        double[] touched = [.. drawn.sub(skin).abs().amax([1L]).gt(0.05).to(ScalarType.Float32).mean([1L, 2L]).data<float>().Select(v => (double)v)];
        int covered = touched.Count(share => share > 0);
        Assert.InRange(covered, 8, 40);
        Assert.All(touched, share => Assert.InRange(share, 0, 0.6));
        Assert.True(drawn.ge(0).all().item<bool>() && drawn.le(1).all().item<bool>());
    }

    [Fact]
    public void Apply_SameGenerator_DrawsTheSame()
    {
        using var scope = NewDisposeScope();
        Tensor skin = full([16, 3, 64, 64], 0.5f);

        Tensor first = Occlusion.Apply(skin, new Random(9)), second = Occlusion.Apply(skin, new Random(9));

        Assert.True(first.equal(second).all().item<bool>());
        Assert.False(first.equal(skin).all().item<bool>());
    }
}
