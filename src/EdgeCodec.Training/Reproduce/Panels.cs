using System.Globalization;
using EdgeCodec.Cli.Drawing;
using EdgeCodec.Cli.Evaluation;
using EdgeCodec.Cli.Pictures;

namespace EdgeCodec.Training.Reproduce;

/// <summary>
/// Fig. 4 of the paper: the map from g, predicted and true outlines, for the best, the median and the worst picture. With
/// the photograph for looking at; without it, maps and outlines alone, for publishing.
/// </summary>
internal static class Panels
{
    internal sealed record Case(string Name, string Id, double Dice, byte[] Published, byte[] WithPhotograph);

    public static IReadOnlyList<Case> Draw(ModelFolder folder, IReadOnlyList<DataItem> items, IReadOnlyList<PictureResult> results)
    {
        EdgeModel edge = folder.Edge ?? throw new InvalidDataException($"{folder.Path}: has no edge model, so no maps to show");
        using var decoder = new FeatureDecoder(folder);
        using Segmentor segmentor = Segmentor.Open(folder, folder.HeadNames.Contains("lesion") ? "lesion" : null);
        PictureResult[] ranked = [.. results.OrderByDescending(r => r.Overlap.Dice)];
        (string, PictureResult)[] chosen = [("best", ranked[0]), ("median", ranked[ranked.Length / 2]), ("worst", ranked[^1])];
        return [.. chosen.Select(c => Draw(c.Item1, c.Item2, items.Single(i => i.Id == c.Item2.Id), edge, decoder, segmentor))];
    }

    private static Case Draw(string name, PictureResult result, DataItem item, EdgeModel edge, FeatureDecoder decoder, Segmentor segmentor)
    {
        (Picture photograph, Picture truth) = PictureReader.ReadPair(item.ImagePath, item.MaskPath, edge.Grid.Channels);
        byte[] stream = new Encoder(edge).Encode(photograph.View);
        DecodedUnit decoded = StreamDecoder.Decode(stream, edge);
        FeatureMap map = decoder.Decode([decoded])[0];
        var scene = new OverlayScene
        {
            Grid = edge.Grid,
            Map = map,
            Labels = segmentor.Segment([map], [decoded.Header])[0],
            Truth = truth.Samples,
            Caption = string.Create(CultureInfo.InvariantCulture, $"{item.Id}, the {name} of the set: Dice {result.Overlap.Dice:F3} from {stream.Length} bytes"),
        };
        return new Case(name, item.Id, result.Overlap.Dice, Overlay.ToPng(scene), Overlay.ToPng(scene with { Photograph = photograph }));
    }
}
