using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeCodec.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Export;

/// <summary>Writes models/&lt;name&gt;/: edge.ecm, decoder.onnx, heads/lesion.onnx and the recipe. Each file appears whole or not at all.</summary>
internal static class ModelFolderWriter
{
    private const string HeadName = "lesion";
    private const int HeadVersion = 1;

    public static void Coded(string folder, Recipe recipe, Compressor c, ContextNetwork context, ReconstructionNetwork g, SegmentationNetwork s)
    {
        using var _ = no_grad();
        byte[] edge = EdgeModelExport.Write(c, context, DesignGrid.Of(recipe), recipe.LayerChannels, recipe.Name, Provenance(recipe));
        string identity = EdgeModel.Parse(edge).IdentityHex;
        Put(folder, "edge.ecm", edge);
        Put(folder, "decoder.onnx", OnnxExport.Decoder(g, recipe.Grid, true, Common("decoder", identity, recipe)));
        Put(folder, Path.Combine("heads", HeadName + ".onnx"), OnnxExport.Head(s, recipe.Grid, true, Head("map", identity, recipe)));
        Put(folder, "recipe.json", System.Text.Encoding.UTF8.GetBytes(recipe.ToJson() + "\n"));
    }

    public static void Plain(string folder, Recipe recipe, SegmentationNetwork s)
    {
        using var _ = no_grad();
        Dictionary<string, string> metadata = Head("image", "none", recipe);
        metadata.Add("edgecodec.grid", Grid(recipe).ToJsonString());
        Put(folder, Path.Combine("heads", HeadName + ".onnx"), OnnxExport.Head(s, recipe.Grid, true, metadata));
        Put(folder, "recipe.json", System.Text.Encoding.UTF8.GetBytes(recipe.ToJson() + "\n"));
    }

    /// <summary>The grid of an uncompressed reference, which has no edge model to say it.</summary>
    private static JsonObject Grid(Recipe recipe)
    {
        GridSpec spec = DesignGrid.Of(recipe);
        var grid = new JsonObject
        {
            ["fit"] = recipe.Fit,
            ["channels"] = spec.Channels,
            ["depth"] = spec.Depth,
            ["height"] = spec.Height,
            ["width"] = spec.Width,
            ["minSource"] = spec.MinSource.H,
            ["maxAspect16"] = spec.MaxAspect16,
        };
        if (spec.Fit == GridFit.Letterbox) { grid["pad"] = new JsonArray([.. spec.Pad.Select(v => JsonValue.Create((int)v))]); }
        return grid;
    }

    private static Dictionary<string, string> Common(string kind, string identity, Recipe recipe) => new()
    {
        ["edgecodec.kind"] = kind,
        ["edgecodec.model"] = identity,
        ["edgecodec.name"] = recipe.Name,
        ["edgecodec.provenance"] = Provenance(recipe),
    };

    private static Dictionary<string, string> Head(string input, string identity, Recipe recipe)
    {
        Dictionary<string, string> metadata = Common("head", identity, recipe);
        metadata.Add("edgecodec.head", HeadName);
        metadata.Add("edgecodec.version", HeadVersion.ToString(CultureInfo.InvariantCulture));
        metadata.Add("edgecodec.input", input);
        metadata.Add("edgecodec.activation", "sigmoid");
        metadata.Add("edgecodec.labels", JsonSerializer.Serialize((string[])["background", HeadName]));
        return metadata;
    }

    private static string Provenance(Recipe recipe)
        => string.Create(CultureInfo.InvariantCulture, $"recipe {recipe.Name}, seed {recipe.Seed}, {recipe.Epochs} epochs; see CARD.md");

    private static void Put(string folder, string name, byte[] bytes)
    {
        string path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path + ".tmp", bytes);
        File.Move(path + ".tmp", path, overwrite: true);
    }
}
