using EdgeCodec.Cli.Evaluation;

namespace EdgeCodec.Training.Reproduce;

/// <summary>A model's whole path over the set.</summary>
/// <param name="Results">A result a picture, in the set's order.</param>
/// <param name="GridPixels">Pixels by which bits are counted.</param>
internal sealed record Evaluated(IReadOnlyList<PictureResult> Results, double GridPixels)
{
    public Summary Summary { get; } = Summary.Of(Results);

    public double BitsPerPixel => 8 * Summary.BytesMean / GridPixels;

    /// <param name="folder">The model.</param>
    /// <param name="items">The set.</param>
    /// <param name="layers">Layers to send; null: all.</param>
    public static Evaluated Run(ModelFolder folder, IReadOnlyList<DataItem> items, int? layers = null)
    {
        using WholePath path = Path(folder, layers);
        return new Evaluated([.. items.Select(path.Run)], path.GridPixels);
    }

    /// <summary>The way to lesions: a model may carry other heads beside the one for them.</summary>
    public static WholePath Path(ModelFolder folder, int? layers = null)
        => WholePath.Open(folder, folder.HeadNames.Contains("lesion") ? "lesion" : null, "cpu", layers);
}

/// <summary>One design of the table.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Model">Name of its model folder.</param>
/// <param name="Recipe">What it was trained by, at last; null: the folder is not there.</param>
/// <param name="Figures">Null: the folder is not there.</param>
/// <param name="OtherSeeds">The same recipe trained with other seeds.</param>
/// <param name="Reference">The uncompressed design of the same schedule; null: this is one.</param>
internal sealed record DesignRow(string Title, string Model, Recipe? Recipe, Evaluated? Figures, IReadOnlyList<Evaluated> OtherSeeds, DesignRow? Reference)
{
    /// <summary>Each picture's Dice, mean over all seeds; null: there is no model.</summary>
    public double[]? DiceOverSeeds => Figures is null
        ? null
        : [.. Enumerable.Range(0, Figures.Results.Count).Select(i => OtherSeeds.Append(Figures).Average(e => e.Results[i].Overlap.Dice))];

    /// <summary>Lowest and highest mean Dice over all seeds; null: there is but one.</summary>
    public (double Low, double High)? Spread
        => Figures is null || OtherSeeds.Count == 0
            ? null
            : (OtherSeeds.Append(Figures).Min(e => e.Summary.Dice), OtherSeeds.Append(Figures).Max(e => e.Summary.Dice));
}

/// <summary>A point of a rate-accuracy curve.</summary>
/// <param name="Setting">What was set.</param>
/// <param name="Bytes">Mean bytes of a picture's file.</param>
/// <param name="Dice">Mean over pictures.</param>
internal sealed record RatePoint(string Setting, double Bytes, double Dice);

/// <summary>A codec's curve.</summary>
/// <param name="Title">Codec.</param>
/// <param name="Retrained">Whether the segmentor was trained on what this codec leaves of pictures.</param>
/// <param name="Points">The smallest files first.</param>
internal sealed record RateCurve(string Title, bool Retrained, IReadOnlyList<RatePoint> Points)
{
    /// <summary>
    /// Bytes at which the curve reaches a Dice: the first crossing, linear in the logarithm of bytes between two points,
    /// the first point's own bytes, a bound, where that is there already: fewer may do. Null: none of the points reaches it.
    /// </summary>
    public (double Bytes, bool AtMost)? BytesAt(double dice)
    {
        for (int i = 0; i < Points.Count; i++)
        {
            if (Points[i].Dice < dice) { continue; }
            if (i == 0) { return (Points[0].Bytes, true); }
            (RatePoint below, RatePoint above) = (Points[i - 1], Points[i]);
            double share = (dice - below.Dice) / (above.Dice - below.Dice);
            return (Math.Exp(Math.Log(below.Bytes) * (1 - share) + Math.Log(above.Bytes) * share), false);
        }
        return null;
    }
}
