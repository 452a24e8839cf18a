using System.Text.Json;
using System.Text.Json.Nodes;

namespace EdgeCodec.Training;

/// <summary>A recipe's JSON with those of its bases below it, so that a file holds only what its design differs in.</summary>
internal static class RecipeFile
{
    private const int MostBases = 8;

    /// <summary>The members of the file, over those of its base ("base": another file beside it, or one that comes with the command).</summary>
    /// <exception cref="InvalidDataException">No such recipe, or bases that go round in a circle.</exception>
    /// <exception cref="JsonException">Not a JSON object.</exception>
    public static JsonObject Read(string path)
    {
        JsonObject merged = ReadOne(path);
        string last = path;
        for (int depth = 0; merged.Remove("base", out JsonNode? above); depth++)
        {
            if (depth == MostBases) { throw new InvalidDataException($"{path}: more than {MostBases} bases, one above the other"); }
            if (above?.GetValueKind() != JsonValueKind.String) { throw new InvalidDataException($"{path}: base is not the name of a recipe"); }
            last = Beside(last, above.GetValue<string>());
            foreach ((string key, JsonNode? value) in ReadOne(last))
            {
                if (!merged.ContainsKey(key)) { merged[key] = value?.DeepClone(); }
            }
        }
        return merged;
    }

    private static string Beside(string path, string name)
    {
        string self = Path.GetFullPath(path), beside = Path.Combine(Path.GetDirectoryName(self)!, name + ".json");
        // A d3.json of one's own over "d3" means the one that comes with the command.
        return beside != self && File.Exists(beside) ? beside : Path.Combine(Recipe.Folder, name + ".json");
    }

    private static JsonObject ReadOne(string path)
    {
        if (!File.Exists(path))
        {
            string known = string.Join(", ", Directory.GetFiles(Recipe.Folder, "*.json").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
            throw new InvalidDataException($"no recipe '{Path.GetFileNameWithoutExtension(path)}'; known: {known}");
        }
        JsonNode? node = JsonNode.Parse(File.ReadAllText(path), documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        return node as JsonObject ?? throw new JsonException("a recipe is a JSON object");
    }
}
