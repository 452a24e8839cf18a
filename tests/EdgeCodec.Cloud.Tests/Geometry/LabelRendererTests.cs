using EdgeCodec.Tests;
using Xunit;

namespace EdgeCodec.Cloud.Tests.Geometry;

public class LabelRendererTests
{
    [Theory]
    [InlineData(GridFit.Stretch)]
    [InlineData(GridFit.Letterbox)]
    [InlineData(GridFit.CenterCrop)]
    public void Render_RandomLogits_EqualsTheDefinition(GridFit fit)
    {
        var random = new SplitMix(1 + (ulong)fit);
        for (int round = 0; round < 60; round++)
        {
            var grid = new GridSpec
            {
                Fit = fit,
                Channels = 1,
                SampleTypes = SampleTypes.U8,
                Size = new Size3(random.Chance(50) ? 1 : random.Next(1, 5), random.Next(1, 12), random.Next(1, 12)),
            };
            var source = new Size3(random.Chance(50) ? 1 : random.Next(1, 7), random.Next(1, 40), random.Next(1, 40));
            int classes = random.Chance(50) ? 1 : random.Next(2, 5);
            float[] logits = [.. Enumerable.Range(0, classes * (int)grid.Size.Volume).Select(_ => random.Next(-1000, 1000) / 100f)];
            byte[] labels = Render(grid, classes, source, logits);
            RenderingDefinition.Check(grid, classes, source, logits, labels);
        }
    }

    [Fact]
    public void Render_SourceOfGridSize_IsTheDecisionItself()
    {
        GridSpec grid = Grid(GridFit.Stretch, 5, 4);
        var random = new SplitMix(3);
        float[] logits = [.. Enumerable.Range(0, 20).Select(_ => (float)random.Next(-3, 3))];
        Assert.Equal(logits.Select(l => l > 0 ? (byte)1 : (byte)0), Render(grid, 1, new Size3(1, 4, 5), logits));
    }

    [Fact]
    public void Render_Crop_LeavesTheOutsideAsBackground()
    {
        GridSpec grid = Grid(GridFit.CenterCrop, 8, 8);
        float[] logits = new float[64];
        Array.Fill(logits, 5f);
        byte[] labels = Render(grid, 1, new Size3(1, 20, 33), logits);
        for (int x = 0; x < 33; x++)
        {
            // ECM §2.1: 20 of 33 columns, from floor(13 / 2) on.
            byte expected = x is >= 6 and < 26 ? (byte)1 : (byte)0;
            Assert.All(Enumerable.Range(0, 20), y => Assert.Equal(expected, labels[(y * 33) + x]));
        }
    }

    [Theory]
    [InlineData(33, 20)]
    [InlineData(20, 33)]
    [InlineData(300, 3)]
    public void Render_Letterbox_NeverMixesPaddingIn(int width, int height)
    {
        GridSpec grid = Grid(GridFit.Letterbox, 9, 7);
        var place = GridPlacement.Of(grid, width, height);
        float[] logits = new float[63];
        Array.Fill(logits, -1e30f);
        for (int y = 0; y < place.GridHeight; y++)
        {
            logits.AsSpan(((place.GridY + y) * 9) + place.GridX, place.GridWidth).Fill(1f);
        }
        Assert.All(Render(grid, 1, new Size3(1, height, width), logits), l => Assert.Equal(1, l));
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(1, 1, 20000, 1)]
    [InlineData(16, 16, 1, 20000)]
    [InlineData(16, 16, 1, 1)]
    [InlineData(1, 16, 7, 5)]
    [InlineData(4096, 1, 3, 3)]
    public void Render_ExtremeShapes_FillsEveryVoxelOfTheFit(int gridWidth, int gridHeight, int width, int height)
    {
        foreach (GridFit fit in Enum.GetValues<GridFit>())
        {
            GridSpec grid = Grid(fit, gridWidth, gridHeight);
            float[] logits = new float[gridWidth * gridHeight];
            Array.Fill(logits, 0.5f);
            var place = GridPlacement.Of(grid, width, height);
            Assert.Equal(place.SourceWidth * place.SourceHeight, Render(grid, 1, new Size3(1, height, width), logits).Count(l => l == 1));
        }
    }

    [Fact]
    public void Render_LargestFloats_DoNotOverflow()
    {
        float[] logits = [float.MaxValue, -float.MaxValue, -float.MaxValue, float.MaxValue];
        GridSpec grid = Grid(GridFit.Stretch, 2, 2);
        byte[] labels = Render(grid, 1, new Size3(1, 8, 8), logits);
        Assert.Equal((1, 0, 0, 1), (labels[0], labels[7], labels[56], labels[63]));
        RenderingDefinition.Check(grid, 1, new Size3(1, 8, 8), logits, labels);
    }

    [Fact]
    public void Render_ZeroAndEqualLogits_GiveTheLowerLabel()
    {
        Assert.All(Render(Grid(GridFit.Stretch, 2, 2), 1, new Size3(1, 3, 3), new float[4]), l => Assert.Equal(0, l));
        Assert.All(
            Render(Grid(GridFit.Stretch, 2, 2), 3, new Size3(1, 3, 3), [-1, -1, -1, -1, 2, 2, 2, 2, 2, 2, 2, 2]), l => Assert.Equal(1, l));
    }

    [Fact]
    public void Render_TwelveMegapixels_AllocatesGridsNotSources()
    {
        GridSpec grid = Grid(GridFit.Stretch, 256, 256);
        var logits = new float[256 * 256];
        for (int i = 0; i < logits.Length; i++)
        {
            logits[i] = MathF.Sin(i % 256 / 9f) + MathF.Cos(i / 256 / 11f);
        }
        var labels = new byte[4000 * 3000];
        long before = GC.GetAllocatedBytesForCurrentThread();
        new LabelRenderer(grid, 1, new Size3(1, 3000, 4000)).Render(logits, labels);
        // One slice of logits (256 KiB), a row, and tables of 12 bytes a source column and row.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 600_000);
        Assert.InRange(labels.Count(l => l == 1), 1_000_000, 11_000_000);
    }

    internal static GridSpec Grid(GridFit fit, int width, int height, int depth = 1, int channels = 1) => new()
    {
        Fit = fit,
        Channels = channels,
        SampleTypes = SampleTypes.U8,
        Size = new Size3(depth, height, width),
    };

    internal static byte[] Render(GridSpec grid, int classes, Size3 source, float[] logits)
    {
        var labels = new byte[source.Volume];
        Array.Fill(labels, (byte)77);
        new LabelRenderer(grid, classes, source).Render(logits, labels);
        return labels;
    }
}
