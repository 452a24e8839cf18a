using System.Globalization;
using System.Text.Json.Nodes;

namespace EdgeCodec.Cli.Commands;

/// <summary>What `edgecodec segment` says where the head is a classifier: the probabilities of each unit's classes.</summary>
internal static class ClassAnswer
{
    public static int Print(Classifier classifier, ModelFolder folder, DecodedStream stream, string path, bool asJson)
    {
        var units = new JsonArray();
        foreach (DecodedUnit unit in stream.Units)
        {
            IReadOnlyList<float> probabilities = classifier.Classify(unit);
            var classes = new JsonObject();
            for (int k = 0; k < probabilities.Count; k++) { classes[classifier.Labels[k]] = Shared.Number(probabilities[k]); }
            units.Add(classes);
            if (asJson) { continue; }
            string text = string.Join(", ", probabilities.Select((p, k) => string.Create(CultureInfo.InvariantCulture, $"{classifier.Labels[k]} {p:F3}")));
            Console.Out.WriteLine(stream.Units.Count == 1 ? $"{path}: {text}" : $"{path}, unit {units.Count}: {text}");
        }
        Shared.WarnOfParts(stream, path);
        if (asJson)
        {
            Shared.Print(new JsonObject
            {
                ["model"] = folder.Name, ["head"] = classifier.Name, ["head_version"] = classifier.Version, ["probabilities"] = units, ["file_bytes"] = stream.TotalBytes, ["partial"] = stream.Error is not null,
            });
        }
        return 0;
    }
}
