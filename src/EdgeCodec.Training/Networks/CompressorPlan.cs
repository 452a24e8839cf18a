namespace EdgeCodec.Training.Networks;

/// <summary>The convolutions of C before the one that makes the bits: all 3 x 3. A plan grows into the next by layers in between.</summary>
/// <param name="Name">As recipes name it.</param>
/// <param name="Layers">First to last.</param>
internal sealed record CompressorPlan(string Name, IReadOnlyList<CompressorPlan.Layer> Layers)
{
    internal sealed record Layer(string Name, int Outputs, int Stride = 1, int Dilation = 1);

    private static readonly Layer[] Longest =
    [
        new("c1", 16, Stride: 2),
        new("c2", 24, Stride: 2),
        new("c2a", 24),
        new("c3", 48, Stride: 2),
        new("c3a", 48),
        new("c3b", 48, Dilation: 2),
        new("c3c", 48),
        new("c4", 64, Stride: 2),
        new("c5", 64),
        new("c6", 64, Dilation: 2),
        new("c7", 64, Dilation: 4),
        new("c7a", 64, Dilation: 8),
        new("c7b", 64, Dilation: 2),
        new("c7c", 64, Dilation: 4),
        new("c8", 64),
    ];

    private static readonly string[] AddedByDeep = ["c3a", "c3b", "c7a", "c7b"], AddedByDeeper = ["c2a", "c3c", "c7c"];

    /// <summary>8 convolutions; 12, one of which sees from edge to edge; 15, one more at each scale.</summary>
    public static IReadOnlyList<CompressorPlan> All { get; } =
    [
        new("small", [.. Longest.Where(l => !AddedByDeep.Contains(l.Name) && !AddedByDeeper.Contains(l.Name))]),
        new("deep", [.. Longest.Where(l => !AddedByDeeper.Contains(l.Name))]),
        new("deeper", Longest),
    ];

    public static CompressorPlan Named(string name) => All.First(p => p.Name == name);
}
