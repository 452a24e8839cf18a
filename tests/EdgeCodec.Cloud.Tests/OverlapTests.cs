using Xunit;

namespace EdgeCodec.Cloud.Tests;

public class OverlapTests
{
    [Fact]
    public void Of_PartialOverlap_IsThatComputedByHand()
    {
        // |P| = 4, |T| = 3, shared 2: Dice 4/7, IoU 2/5.
        Overlap overlap = Overlap.Of([1, 1, 1, 1, 0, 0, 2], [0, 0, 1, 1, 1, 0, 0], 1);
        Assert.Equal(4.0 / 7, overlap.Dice, 15);
        Assert.Equal(2.0 / 5, overlap.Iou, 15);
        Assert.Equal((2, 4, 3), (overlap.Shared, overlap.Predicted, overlap.Truth));
    }

    [Theory]
    [InlineData(1, 1.0, 1.0)]
    [InlineData(2, 0.0, 0.0)]
    [InlineData(3, 1.0, 1.0)]
    public void Of_OneLabelOfSeveral_CountsThatLabelOnly(byte label, double dice, double iou)
    {
        // Label 1 agrees, label 2 is disjoint, label 3 is in neither: both empty is a perfect match.
        Overlap overlap = Overlap.Of([1, 2, 0, 0], [1, 0, 2, 0], label);
        Assert.Equal((dice, iou), (overlap.Dice, overlap.Iou));
    }

    [Theory]
    [InlineData(new byte[] { 1, 0 }, new byte[] { 0, 0 })]
    [InlineData(new byte[] { 0, 0 }, new byte[] { 0, 1 })]
    public void Of_OneRegionEmpty_IsZero(byte[] predicted, byte[] truth) =>
        Assert.Equal((0.0, 0.0), (Overlap.Of(predicted, truth, 1).Dice, Overlap.Of(predicted, truth, 1).Iou));

    [Fact]
    public void Of_LengthsDiffer_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Overlap.Of(new byte[3], new byte[4], 1));

    [Theory]
    [InlineData(-1, 2, 2)]
    [InlineData(3, 2, 5)]
    [InlineData(3, 5, 2)]
    public void Of_ImpossibleCounts_AreRefused(long shared, long predicted, long truth) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Overlap.Of(shared, predicted, truth));

    [Fact]
    public void Pool_SeveralImages_WeighsVoxelsNotImages()
    {
        Overlap pooled = Overlap.Pool([Overlap.Of(2, 4, 3), Overlap.Of(0, 0, 0), Overlap.Of(90, 100, 100)]);
        Assert.Equal(2.0 * 92 / 207, pooled.Dice, 15);
        Assert.Equal(92.0 / (207 - 92), pooled.Iou, 15);
        Assert.Equal(1, Overlap.Pool([]).Dice);
    }
}
