namespace EdgeCodec.Bench.Edge;

/// <summary>All measurements, one after another.</summary>
internal sealed class EdgeRun(EdgeModel model)
{
    private readonly List<double> _encodes = [];

    public EdgeModel Model { get; } = model;

    public NativeKernel Kernel { get; } =
        NativeKernels.Best ?? throw new InvalidOperationException("libec_kernels.so is not beside the program, or of another version");

    public NetworkRounds Network { get; } = new(model);
    public PhotographRounds Photographs { get; } = new();

    /// <summary>Drawn pictures stand in where there are no photographs: ratios against codecs are then not comparable.</summary>
    public bool IsDrawn { get; private set; }

    /// <summary>The largest photograph on one thread, in times of that on two.</summary>
    public double Scaling { get; private set; }

    /// <summary>The picture of the many encodes.</summary>
    public string EncodesOf { get; private set; } = "";
    public int Encodes => _encodes.Count;
    public double EncodeMedian => Clock.Median(_encodes);
    public double Encode99 => Clock.Quantile(_encodes, 0.99);
    public IReadOnlyList<(Photograph Source, double Seconds)> BySource { get; private set; } = [];
    public IReadOnlyList<(int Side, double Seconds)> ByGrid { get; private set; } = [];

    /// <summary>Processes that wanted a core, beginning and end.</summary>
    public (string Before, string After) Load { get; private set; }

    public void Run(IReadOnlyList<Photograph> photographs, int rounds, int encodes)
    {
        string before = LoadNow();
        IsDrawn = photographs.Count == 0;
        if (IsDrawn) { photographs = [Photograph.Draw(1024, 768), Photograph.Draw(2592, 1936), Photograph.Draw(4288, 2848)]; }
        var kernels = new KernelRun(Model, Kernel);
        Say("network");
        Network.Run(kernels, Kernel, photographs[0], rounds);
        foreach (Photograph picture in photographs)
        {
            Say($"{picture.Name}, {picture.Width} x {picture.Height}");
            Photographs.Run(kernels, Model.Grid, picture, Math.Max(3, rounds / 6));
        }
        Say("two threads");
        Photograph largest = photographs[^1];
        Scaling = Clock.Median(Enumerable.Range(0, 2 * rounds).Select(_ =>
            Clock.Least(5, () => Peers.EdgeCodec(largest, out nuint _)) / Clock.Least(5, () => Peers.EdgeCodec(largest, out nuint _, 2))));
        Say("many encodes");
        EncodesOf = photographs[0].Name;
        for (int i = 0; i < encodes; i++) { _encodes.Add(Peers.EdgeCodec(photographs[0], out nuint _)); }
        Say("growth");
        BySource = Growth.BySource();
        ByGrid = Growth.ByGrid(Model, Kernel);
        Load = (before, LoadNow());
    }

    private static void Say(string what) => Console.Error.WriteLine($"== {what}");

    private static string LoadNow() => File.ReadAllText("/proc/loadavg").Split(' ')[0];
}
