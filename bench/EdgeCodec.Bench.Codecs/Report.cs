using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using EdgeCodec.PictureCodecs;

namespace EdgeCodec.Bench.Codecs;

/// <summary>The comparison as a table for people and as JSON.</summary>
internal static class Report
{
    public static string Table(CodecComparison comparison)
    {
        var table = new StringBuilder();
        table.Append(CultureInfo.InvariantCulture, $"{comparison.Results[0].Pictures} pictures; bits are counted by the {comparison.GridPixels} pixels of the grid\n");
        table.Append("| sent as | bytes, mean | bytes, most | bpp | Dice | IoU | Dice, pooled | Dice < 0.5 |\n|---|---|---|---|---|---|---|---|\n");
        foreach (Candidate c in comparison.Results)
        {
            table.Append(CultureInfo.InvariantCulture,
                $"| {c.Name} | {c.BytesMean:F1} | {c.BytesMax} | {Bpp(comparison, c):F4} | {c.Dice:F4} | {c.Iou:F4} | {c.DicePooled:F4} | {100 * c.ShareBelowHalf:F1} % |\n");
        }
        return table.ToString();
    }

    public static JsonObject Json(CodecComparison comparison, string? split) => new()
    {
        ["split"] = split,
        ["images"] = comparison.Results[0].Pictures,
        ["grid_pixels"] = comparison.GridPixels,
        ["codecs"] = new JsonArray([.. comparison.Results.Select(c => (JsonNode)new JsonObject
        {
            ["name"] = c.Name,
            ["bytes_mean"] = Number(c.BytesMean),
            ["bytes_max"] = c.BytesMax,
            ["bpp"] = Number(Bpp(comparison, c)),
            ["dice"] = Number(c.Dice),
            ["iou"] = Number(c.Iou),
            ["dice_pooled"] = Number(c.DicePooled),
            ["share_below_half"] = Number(c.ShareBelowHalf),
        })]),
    };

    private static double Bpp(CodecComparison comparison, Candidate c) => 8 * c.BytesMean / comparison.GridPixels;

    private static JsonValue Number(double value) => JsonValue.Create(Math.Round(value, 5));
}
