using EdgeCodec.Cli.Evaluation;

namespace EdgeCodec.PictureCodecs;

/// <summary>What one way of sending a picture gave over the set.</summary>
/// <param name="name">The way, as tables name it.</param>
internal sealed class Candidate(string name)
{
    private readonly List<(int Bytes, Overlap Overlap)> results = [];

    public string Name => name;

    public int Pictures => results.Count;

    public double BytesMean => results.Average(r => r.Bytes);

    public int BytesMax => results.Max(r => r.Bytes);

    /// <summary>Mean over pictures, at source resolution.</summary>
    public double Dice => results.Average(r => r.Overlap.Dice);

    public double Iou => results.Average(r => r.Overlap.Iou);

    public double DicePooled => Overlap.Pool(results.Select(r => r.Overlap)).Dice;

    /// <summary>Share of pictures whose lesion is missed by more than half.</summary>
    public double ShareBelowHalf => results.Average(r => r.Overlap.Dice < 0.5 ? 1.0 : 0.0);

    public void Add(int bytes, Overlap overlap) => results.Add((bytes, overlap));

    public void Add(PictureResult result) => Add(result.Bytes, result.Overlap);
}
