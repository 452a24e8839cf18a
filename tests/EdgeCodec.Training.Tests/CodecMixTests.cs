using EdgeCodec.Training.Data;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Tests;

public class CodecMixTests
{
    [Theory]
    [InlineData("jpeg")]
    [InlineData("jpeg2000")]
    [InlineData("webp")]
    public void Through_KeepsEachPictureInItsPlace_AndTakesSettingsInTurn(string codec)
    {
        var mix = new CodecMix(codec);
        Tensor ramp = linspace(20, 220, 256).round();
        Tensor pictures = zeros(2, 3, 256, 256);
        pictures[0, 0] = ramp.view(1, 256);
        pictures[1, 1] = ramp.view(256, 1);
        pictures[TensorIndex.Colon, 2] = 90;
        // Something for every codec to lose.
        random.manual_seed(8);
        pictures += randint(0, 30, pictures.shape, dtype: ScalarType.Float32);
        Tensor seen = mix.Through(pictures, 3);
        Assert.Equal(pictures.shape, seen.shape);
        Assert.InRange((seen - pictures).abs().mean().item<float>(), 0.01f, 25f);
        // A picture's setting is its place plus the start of the round.
        Assert.True(mix.Through(pictures.flip(0), 2)[1].equal(mix.Through(pictures, 3)[0]).all().item<bool>());
        Assert.False(mix.Through(pictures, 0)[0].equal(seen[0]).all().item<bool>());
    }
}
