using Xunit;

namespace EdgeCodec.Cloud.Tests.Geometry;

public class AxisTapsTests
{
    [Fact]
    public void Of_TwiceAsManySourceSamples_LiesAtQuarters()
    {
        // Grid positions -0.25 (held to 0), 0.25, 0.75, 1.25 (held to 1), behind a start of 5.
        var taps = AxisTaps.Of(5, 2, 4);
        Assert.Equal([5, 5, 5, 6], taps.Low);
        Assert.Equal([5, 6, 6, 6], taps.High);
        Assert.Equal([0f, 0.25f, 0.75f, 0f], taps.HighWeight);
    }

    [Fact]
    public void Of_HalfAsManySourceSamples_LiesBetweenTwo()
    {
        var taps = AxisTaps.Of(0, 4, 2);
        Assert.Equal([0, 2], taps.Low);
        Assert.Equal([1, 3], taps.High);
        Assert.Equal([0.5f, 0.5f], taps.HighWeight);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 65535)]
    [InlineData(4096, 1)]
    [InlineData(4096, 65535)]
    [InlineData(4096, 4095)]
    public void Of_ExtremeSizes_StaysInsideAndRises(int gridCount, int sourceCount)
    {
        var taps = AxisTaps.Of(3, gridCount, sourceCount);
        double before = double.NegativeInfinity;
        for (int i = 0; i < sourceCount; i++)
        {
            Assert.InRange(taps.Low[i], 3, 3 + gridCount - 1);
            Assert.InRange(taps.High[i], taps.Low[i], Math.Min(taps.Low[i] + 1, 3 + gridCount - 1));
            Assert.InRange(taps.HighWeight[i], 0f, 0.99999999f);
            double position = taps.Low[i] + (double)taps.HighWeight[i];
            Assert.True(position >= before);
            before = position;
        }
    }
}
