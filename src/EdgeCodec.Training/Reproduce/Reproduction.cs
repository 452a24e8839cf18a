using EdgeCodec.Cli.Evaluation;
using EdgeCodec.PictureCodecs;
using EdgeCodec.Training.Import;

namespace EdgeCodec.Training.Reproduce;

/// <summary>All figures of the report, measured from finished models over a set.</summary>
internal sealed class Reproduction
{
    private const string Start = "-plain";

    // Suffix of a model's name after the set's, and what it is; section 3.1 of the paper. All are compared with the first.
    private static readonly (string Suffix, string Title)[] Designs =
    [
        (Start, "plain: s, uncompressed; what all others start from"),
        ("-plain-on", "plain, trained on by the labels"),
        ("-segan", "SegAN: s and its critic, uncompressed"),
        ("-d1", "D1: S and D, uncompressed"),
        ("-d2", "D2: C and S"),
        ("-d3", "D3: C, S and D"),
        ("-d4", "D4: D3 with the rate term"),
        ("-paper-d4", "D4 by equations 1 to 5 literally, C from random weights"),
        ("-auto-seg", "Auto/Seg: reconstruct, then segment, C from random weights"),
        ("", "the shipped model (long schedule)"),
        ("-new-head", "another s, a small U-Net, on the streams of the shipped model"),
    ];

    private readonly string models;
    private readonly string set;
    private readonly IReadOnlyList<DataItem> items;

    private Reproduction(string models, string set, IReadOnlyList<DataItem> items)
    {
        this.models = models;
        this.set = set;
        this.items = items;
    }

    public int Pictures => items.Count;

    public List<DesignRow> Rows { get; } = [];

    /// <summary>The scalable model at 1 layer, 2 layers, and so on; empty if it is not there.</summary>
    public List<Evaluated> Layers { get; } = [];

    public List<RateCurve> Curves { get; } = [];

    /// <summary>What could not be measured, a sentence each.</summary>
    public List<string> Missing { get; } = [];

    public DesignRow? Plain => Rows.Find(r => r.Model == set + Start && r.Figures is not null);

    /// <summary>The model that the paper's D4 stands for: the shipped one, or the row of the table.</summary>
    public DesignRow? Best => Rows.Find(r => r.Model == set && r.Figures is not null) ?? Rows.Find(r => r.Model == set + "-d4" && r.Figures is not null);

    public string ScalableName => set + "-scalable";

    /// <param name="models">Folder of model folders.</param>
    /// <param name="set">First part of the models' names.</param>
    /// <param name="items">The pictures.</param>
    /// <param name="codecs">Codecs for the eye to compare with.</param>
    public static Reproduction Run(string models, string set, IReadOnlyList<DataItem> items, IReadOnlyList<CodecFamily> codecs)
    {
        var made = new Reproduction(models, set, items);
        foreach ((string suffix, string title) in Designs) { made.AddDesign(set + suffix, title); }
        made.AddLayers();
        foreach (CodecFamily family in codecs) { made.AddCodec(family); }
        return made;
    }

    private ModelFolder? Find(string name)
    {
        string path = Path.Combine(models, name);
        if (Directory.Exists(path)) { return ModelFolder.Open(path); }
        Missing.Add($"The model `{name}` is not there.");
        return null;
    }

    private void AddDesign(string name, string title)
    {
        ModelFolder? folder = Find(name);
        if (folder is not null) { Console.Error.WriteLine($"{name}: {items.Count} pictures"); }
        Evaluated[] others = [.. Directory.GetDirectories(models, name + "-seed*").Order(StringComparer.Ordinal).Select(Seed)];
        Rows.Add(new DesignRow(title, name, folder is null ? null : ModelFolderReader.Recipe(folder), folder is null ? null : Evaluated.Run(folder, items), others, Rows.Find(r => r.Model == set + Start)));
    }

    private Evaluated Seed(string path)
    {
        Console.Error.WriteLine($"{Path.GetFileName(path)}: {items.Count} pictures");
        return Evaluated.Run(ModelFolder.Open(path), items);
    }

    private void AddLayers()
    {
        if (Find(ScalableName) is not ModelFolder folder) { return; }
        int layers = folder.Edge?.Latent.Layers ?? throw new InvalidDataException($"{folder.Path}: has no edge model, so no layers");
        for (int k = 1; k <= layers; k++)
        {
            Console.Error.WriteLine($"{ScalableName}: {k} of {layers} layers");
            Layers.Add(Evaluated.Run(folder, items, k));
        }
    }

    private void AddCodec(CodecFamily family)
    {
        if (!family.IsAvailable)
        {
            Missing.Add($"{family.Title} was left out: the command ffmpeg with x264 is not there.");
            return;
        }
        if (Plain is not null) { Curves.Add(Measure(family, ModelFolder.Open(Path.Combine(models, Plain.Model)), retrained: false)); }
        if (Find($"{set}-codec-{family.Key}") is ModelFolder own) { Curves.Add(Measure(family, own, retrained: true)); }
    }

    private RateCurve Measure(CodecFamily family, ModelFolder segmentor, bool retrained)
    {
        Console.Error.WriteLine($"{family.Title}, segmented by {segmentor.Name}");
        using var comparison = new CodecComparison(segmentor, null, "cpu", family.Settings);
        foreach (DataItem item in items) { comparison.Run(item); }
        return new RateCurve(family.Title, retrained, [.. comparison.Results.Select(c => new RatePoint(c.Name, c.BytesMean, c.Dice)).OrderBy(p => p.Bytes)]);
    }
}
