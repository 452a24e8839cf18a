using Xunit;

namespace EdgeCodec.Cloud.Tests.Geometry;

/// <summary>A known mask through the edge's resampler and back.</summary>
public class RoundTripTests
{
    [Theory]
    [InlineData(GridFit.Stretch, 640, 480)]
    [InlineData(GridFit.Stretch, 333, 257)]
    [InlineData(GridFit.Stretch, 128, 96)]
    [InlineData(GridFit.Stretch, 101, 499)]
    [InlineData(GridFit.Letterbox, 640, 480)]
    [InlineData(GridFit.Letterbox, 257, 333)]
    [InlineData(GridFit.Letterbox, 701, 409)]
    [InlineData(GridFit.CenterCrop, 641, 481)]
    [InlineData(GridFit.CenterCrop, 333, 257)]
    [InlineData(GridFit.CenterCrop, 257, 333)]
    public void ResampleAndRender_KnownMask_ComesBack(GridFit fit, int width, int height) =>
        Check(LabelRendererTests.Grid(fit, 128, 96, channels: 3), new Disc(width, height));

    [Theory]
    [InlineData(40, 30)]
    [InlineData(51, 67)]
    public void ResampleAndRender_SourceSmallerThanGrid_ComesBack(int width, int height)
    {
        foreach (GridFit fit in Enum.GetValues<GridFit>())
        {
            Check(LabelRendererTests.Grid(fit, 128, 96, channels: 3), new Disc(width, height));
        }
    }

    [Theory]
    [InlineData(GridFit.Stretch, 61, 47, 33)]
    [InlineData(GridFit.Letterbox, 90, 77, 64)]
    [InlineData(GridFit.CenterCrop, 60, 60, 31)]
    public void ResampleAndRender_Volume_ComesBack(GridFit fit, int width, int height, int depth) => Check(
        LabelRendererTests.Grid(fit, 48, 40, 32) with { SampleTypes = SampleTypes.S16, WindowMode = WindowMode.Fixed, Window = Disc.Window },
        new Disc(width, height, depth, SampleType.S16));

    private static void Check(GridSpec grid, Disc disc)
    {
        var samples = new byte[grid.SampleCount];
        GridResampler.Resample(disc.View, grid, null, samples);
        float[] logits = [.. Enumerable.Range(0, (int)grid.Size.Volume).Select(i => 127.5f - samples[i * grid.Channels])];
        var source = new Size3(disc.Depth, disc.Height, disc.Width);
        byte[] labels = LabelRendererTests.Render(grid, 1, source, logits);

        // What a crop cut away comes back as background; the rest is judged.
        var place = GridPlacement.Of(grid, disc.Width, disc.Height);
        byte[] truth = [.. disc.Mask];
        for (int i = 0; i < truth.Length; i++)
        {
            int x = (i % disc.Width) - place.SourceX;
            int y = (i / disc.Width % disc.Height) - place.SourceY;
            bool isInside = x >= 0 && y >= 0 && x < place.SourceWidth && y < place.SourceHeight;
            truth[i] = isInside ? truth[i] : (byte)0;
        }
        double dice = Overlap.Of(labels, truth, 1).Dice;
        Assert.True(dice > 0.98, $"Dice {dice:0.0000} for {source} through {grid.Size} {grid.Fit}");
    }
}
