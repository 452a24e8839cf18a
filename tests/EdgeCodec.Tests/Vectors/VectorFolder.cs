using System.Text.Json.Nodes;
using Xunit;

namespace EdgeCodec.Tests.Vectors;

/// <summary>The frozen vectors of tests/vectors.</summary>
internal static class VectorFolder
{
    private static readonly string Root = Find();
    private static readonly Dictionary<string, EdgeModel> Models = Directory.GetFiles(Path.Combine(Root, "models"), "*.ecm")
        .ToDictionary(path => Path.GetFileName(path), EdgeModel.Load);

    /// <summary>The cases in a folder, as folder and name.</summary>
    public static TheoryData<string> Names(string folder) =>
        [.. Directory.GetFiles(Path.Combine(Root, folder), "*.json").Select(path => $"{folder}/{Path.GetFileNameWithoutExtension(path)}").Order(StringComparer.Ordinal)];

    public static JsonObject Expectation(string name) => JsonNode.Parse(Read(name + ".json"))!.AsObject();

    public static EdgeModel ModelOf(JsonObject expectation) => Models[(string)expectation["model"]!];

    public static EdgeCodecStatus ErrorOf(JsonObject expectation)
    {
        EdgeCodecStatus status = Enum.Parse<EdgeCodecStatus>((string)expectation["error"]!);
        Assert.Equal((int)expectation["code"]!, (int)status);
        return status;
    }

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Root, name));

    public static IEnumerable<string> Files() =>
        Directory.GetFiles(Root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'));

    private static string Find()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string vectors = Path.Combine(folder, "tests", "vectors");
            if (Directory.Exists(vectors))
            {
                return vectors;
            }
        }
        throw new DirectoryNotFoundException($"no tests/vectors above {AppContext.BaseDirectory}");
    }
}
