using EdgeCodec.Training.Data;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Tests;

public sealed class SurroundTests
{
    [Fact]
    public void Apply_WhatIsSeenStays_AndWhatIsNotIsMarked()
    {
        using var scope = NewDisposeScope();
        // No drawn colour is as bright and blue as this skin, so what was covered shows.
        Tensor skin = cat([full([64, 2, 96, 96], 128f), full([64, 1, 96, 96], 255f)], 1);

        (Tensor drawn, Tensor visible) = Surround.Apply(skin, 1, new Random(3));

        Tensor change = (drawn - skin).abs().amax([1L], keepdim: true);
        Assert.True(change.masked_select(visible.eq(0)).gt(20).all().item<bool>(), "something is marked as covered that shows");
        double[] hidden = [.. visible.eq(0).to(ScalarType.Float32).mean([1L, 2L, 3L]).data<float>().Select(v => (double)v)];
        Assert.InRange(hidden.Count(share => share > 0.005), 40, 63);
        Assert.All(hidden, share => Assert.InRange(share, 0, 0.75));
        // Where nothing lies, the picture is untouched: most of what is seen, the soft rims apart.
        Assert.InRange(change.masked_select(visible.eq(1)).eq(0).to(ScalarType.Float32).mean().item<float>(), 0.85, 1);
        Assert.True(drawn.equal(drawn.round()).all().item<bool>() && drawn.ge(0).all().item<bool>() && drawn.le(255).all().item<bool>());
    }

    [Fact]
    public void Apply_HalfDarkCorners_AreThere_AndHideNothing()
    {
        using var scope = NewDisposeScope();
        Tensor skin = full([200, 3, 64, 64], 200f);

        (Tensor drawn, Tensor visible) = Surround.Apply(skin, 1, new Random(5));

        // The corner's grey, seen and yet well below the skin's.
        Tensor corner = drawn.mean([1L])[.., 0, 0], seen = visible[.., 0, 0, 0].eq(1);
        Assert.InRange(corner.masked_select(seen & corner.gt(105)).lt(175).sum().item<long>(), 5, 60);
    }

    [Fact]
    public void Apply_TouchesTheShareAskedFor_AndTheSameAgain()
    {
        using var scope = NewDisposeScope();
        Tensor skin = full([200, 3, 32, 32], 200f);

        Tensor first = Surround.Apply(skin, 0.5, new Random(9)).Pictures, second = Surround.Apply(skin, 0.5, new Random(9)).Pictures;

        Assert.True(first.equal(second).all().item<bool>());
        Assert.InRange(first.ne(skin).flatten(1).any(1).to(ScalarType.Float32).mean().item<float>(), 0.25, 0.5);
        Assert.True(Surround.Apply(skin, 0, new Random(9)).Pictures.equal(skin).all().item<bool>());
    }
}
