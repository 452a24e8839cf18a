using EdgeCodec.Training.Designs;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Tests;

/// <summary>What is drawn over a lesion takes it out of all that is asked for: of the targets, and of the truth that D compares with.</summary>
public sealed class HiddenLesionTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    public void Prepare_WhatIsHidden_IsInNoMask(double surround, double bars)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(3);
        var design = new CodedDesign(TinyRecipe.Of("d4") with { Surround = surround, Bars = bars, OtherCamera = 0 }, null, null);

        Lesson lesson = design.Prepare(full([16, 3, 64, 64], 200f), ones(16, 1, 64, 64));

        Assert.InRange(lesson.Masks.mean().item<float>(), 0.2f, 0.98f);
        Assert.True(lesson.Masks.equal(lesson.Targets).all().item<bool>());
        Assert.False(lesson.Pictures.masked_select(lesson.Masks.expand(-1, 3, -1, -1).eq(0)).eq(200).all().item<bool>());
    }
}
