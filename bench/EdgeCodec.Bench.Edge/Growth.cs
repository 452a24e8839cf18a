namespace EdgeCodec.Bench.Edge;

/// <summary>How the time of one picture grows with the source, and with the grid.</summary>
internal static class Growth
{
    private const int Rounds = 15;

    private static readonly (int Width, int Height)[] Sources =
        [(256, 256), (512, 512), (1024, 768), (1600, 1200), (2048, 1536), (3000, 2000), (4288, 2848)];

    private static readonly int[] Grids = [64, 128, 192, 256, 384, 512];

    /// <summary>Source megapixels and seconds through the C library, at the model's grid.</summary>
    public static IReadOnlyList<(Photograph Source, double Seconds)> BySource() =>
        [.. Sources.Select(size => Photograph.Draw(size.Width, size.Height)).Select(picture =>
            (picture, Clock.Median(Enumerable.Range(0, Rounds).Select(_ => Clock.Least(3, () => Peers.EdgeCodec(picture, out nuint _))))))];

    /// <summary>
    /// Grid side and seconds of resampling and network, from a source of the grid's size. The same weights over another
    /// grid: entropy coding is not in it, since a model's position tables belong to its own.
    /// </summary>
    public static IReadOnlyList<(int Side, double Seconds)> ByGrid(EdgeModel model, NativeKernel kernel) => [.. Grids.Select(side =>
    {
        GridSpec grid = model.Grid with { Size = new Size3(1, side, side), MinSource = new Size3(1, 1, 1) };
        Size3 size = grid.Size;
        foreach (ConvLayer layer in model.Layers) { size = layer.OutputSize(size); }
        LatentSpec latent = model.Latent with { Size = size };
        var run = new KernelRun(new EdgeModel(model.Identity.ToArray(), "", "", grid, [.. model.Layers], latent, model.Context), kernel);
        Photograph picture = Photograph.Draw(side, side);
        return (side, Clock.Median(Enumerable.Range(0, Rounds).Select(_ => Clock.Least(3, () => run.Resample(picture) + run.Network()))));
    })];
}
