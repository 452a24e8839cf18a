using System.Text.Json.Nodes;
using EdgeCodec.Tests;

namespace EdgeCodec.Fuzz;

/// <summary>Seeds from the frozen vectors.</summary>
internal static class VectorSeeds
{
    // gray-twin differs from gray in nothing that a fuzzer finds.
    private static readonly string[] ModelNames = ["example", "bit", "gray", "color", "fixed", "volume", "cube", "deep", "depthwise"];

    /// <summary>
    /// Models with the rules and layers of the vectors', in an order that inputs refer to, and latents of few bits: it is
    /// executions that count, not bits.
    /// </summary>
    public static EdgeModel[] Models(string vectors) =>
        [.. ModelNames.Select((name, i) => Shrink(EdgeModel.Load(Path.Combine(vectors, "models", name + ".ecm")), (ulong)i))];

    private static EdgeModel Shrink(EdgeModel model, ulong seed)
    {
        if (model.Latent.BitCount <= 8)
        {
            return model;
        }
        int most = model.Latent.Channels > 5 ? 1 : 2;
        Size3 size = model.Grid.Size;
        GridSpec grid = model.Grid with { Size = new Size3(Math.Min(size.D, most), Math.Min(size.H, most), Math.Min(size.W, most + 1)) };
        return RandomModels.Create(new SplitMix(seed), grid, model.Context.Hidden, 1, model.Latent.Channels, model.Latent.Layers, "small").Build();
    }

    /// <summary>All streams of the vectors, each with the index of its model; their checks are not those of the small models.</summary>
    public static IEnumerable<(int Model, byte[] Stream)> Streams(string vectors)
    {
        foreach (string folder in (string[])["valid", "invalid"])
        {
            foreach (string path in Directory.GetFiles(Path.Combine(vectors, folder), "*.ecs").Order(StringComparer.Ordinal))
            {
                string model = (string)JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(path, ".json")))!["model"]!;
                yield return (Array.IndexOf(ModelNames, Path.GetFileNameWithoutExtension(model)), File.ReadAllBytes(path));
            }
        }
    }

    public static IEnumerable<byte[]> Files(string vectors, string extension, params string[] folders) => folders
        .SelectMany(folder => Directory.GetFiles(Path.Combine(vectors, folder), "*." + extension))
        .Order(StringComparer.Ordinal).Select(File.ReadAllBytes);
}
