using EdgeCodec.Training.Data;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Tests;

public sealed class OtherCameraTests
{
    private const int Count = 400;

    // Skin with a brown lesion in the middle, alike in all pictures.
    private static Tensor Skin()
    {
        Tensor skin = tensor(new float[] { 200, 160, 150 }, [1, 3, 1, 1]).expand(Count, 3, 16, 16).clone();
        skin.narrow(2, 4, 8).narrow(3, 4, 8).copy_(tensor(new float[] { 110, 70, 55 }, [1, 3, 1, 1]).expand(Count, 3, 8, 8));
        return skin;
    }

    [Fact]
    public void Apply_SomeLoseAllColour_AndEveryLesionStaysDarker()
    {
        using var scope = NewDisposeScope();

        Tensor taken = OtherCamera.Apply(Skin(), 1, new Random(4));

        Tensor spread = taken.amax([1L]) - taken.amin([1L]);
        long grey = spread.flatten(1).amax([1L]).le(1).sum().item<long>();
        // Five of eight have the change of colour, and half of those lose all.
        Assert.InRange(grey, Count / 5, Count * 2 / 5);
        Tensor brightness = taken.mean([1L]);
        Assert.True((brightness[.., 0, 0] - brightness[.., 8, 8]).gt(10).all().item<bool>(), "a lesion is no longer darker than the skin around it");
        Assert.True(taken.equal(taken.round()).all().item<bool>() && taken.ge(0).all().item<bool>() && taken.le(255).all().item<bool>());
    }

    [Fact]
    public void Apply_TouchesTheShareAskedFor_AndTheSameAgain()
    {
        using var scope = NewDisposeScope();
        Tensor skin = Skin();

        Tensor first = OtherCamera.Apply(skin, 0.35, new Random(9)), second = OtherCamera.Apply(skin, 0.35, new Random(9));

        Assert.True(first.equal(second).all().item<bool>());
        Assert.InRange(first.ne(skin).flatten(1).any(1).to(ScalarType.Float32).mean().item<float>(), 0.28, 0.42);
        Assert.True(OtherCamera.Apply(skin, 0, new Random(9)).equal(skin).all().item<bool>());
    }
}
