using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace EdgeCodec.Bench.LabelMaps;

/// <summary>The comparison as a table for people and as JSON.</summary>
internal static class LabelReport
{
    public static string Table(IReadOnlyList<LabelComparison> sets)
    {
        var table = new StringBuilder("Bytes a map, mean; in brackets times the label map's. Every answer was decoded again and compared.\n| sent as |");
        foreach (LabelComparison set in sets) { table.Append(CultureInfo.InvariantCulture, $" {set.Name} ({set.Maps}) |"); }
        table.Append("\n|---|" + string.Concat(sets.Select(_ => "---|")) + "\n");
        for (int way = 0; way < sets[0].Ways.Count; way++)
        {
            table.Append(CultureInfo.InvariantCulture, $"| {sets[0].Ways[way].Name} |");
            foreach (LabelComparison set in sets)
            {
                table.Append(CultureInfo.InvariantCulture, $" {(double)set.Bytes(way) / set.Maps:F1} ({(double)set.Bytes(way) / set.Bytes(0):F2}) |");
            }
            table.Append('\n');
        }
        return table.ToString();
    }

    public static JsonObject Json(IReadOnlyList<LabelComparison> sets) => new()
    {
        ["sets"] = new JsonArray([.. sets.Select(set => (JsonNode)new JsonObject
        {
            ["name"] = set.Name,
            ["maps"] = set.Maps,
            ["labels"] = set.Labels,
            ["ways"] = new JsonArray([.. Enumerable.Range(0, set.Ways.Count).Select(way => (JsonNode)new JsonObject
            {
                ["name"] = set.Ways[way].Name,
                ["bytes"] = set.Bytes(way),
                ["bytes_mean"] = Math.Round((double)set.Bytes(way) / set.Maps, 3),
                ["times_label_map"] = Math.Round((double)set.Bytes(way) / set.Bytes(0), 4),
            })]),
        })]),
    };
}
