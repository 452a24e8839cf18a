using EdgeCodec.Training.Data;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Tests;

public sealed class MixingTests
{
    // Picture i and its mask hold the number i everywhere, so that each pixel tells where it is from.
    private static Tensor Numbered(int channels) => arange(16, ScalarType.Float32).view(16, 1, 1, 1).expand(16, channels, 40, 60).contiguous();

    [Fact]
    public void Apply_TakesARectangleOfTheNextPicture_AndOfItsMask()
    {
        using var scope = NewDisposeScope();
        (Tensor pictures, Tensor masks) = Mixing.Apply(Numbered(3), Numbered(1), 1, new Random(5));
        for (int i = 0; i < 16; i++)
        {
            Assert.True(pictures[i].eq(masks[i]).all().item<bool>());
            Tensor foreign = masks[i, 0].ne(i);
            Assert.True(masks[i, 0].masked_select(foreign).eq((i + 15) % 16).all().item<bool>());
            double share = foreign.to(ScalarType.Float32).mean().item<float>();
            Assert.InRange(share, 0.09, 0.51);
            // As many as its bounding box holds: a rectangle.
            long rows = foreign.any(1).sum().item<long>(), columns = foreign.any(0).sum().item<long>();
            Assert.Equal(rows * columns, foreign.sum().item<long>());
        }
    }

    [Fact]
    public void Apply_MixesTheShareAskedFor_AndTheSameAgain()
    {
        using var scope = NewDisposeScope();
        int mixed = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            (_, Tensor masks) = Mixing.Apply(Numbered(3), Numbered(1), 0.3, new Random(seed));
            mixed += (int)masks.ne(Numbered(1)).flatten(1).any(1).sum().item<long>();
            Assert.True(masks.equal(Mixing.Apply(Numbered(3), Numbered(1), 0.3, new Random(seed)).Masks).all().item<bool>());
        }
        Assert.InRange(mixed / 640.0, 0.24, 0.36);
    }
}
