using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeCodec.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Export;

/// <summary>Writes models/&lt;name&gt;/: edge.ecm, decoder.onnx, heads/&lt;head&gt;.onnx and the recipe, all of them or none.</summary>
internal static class ModelFolderWriter
{
    // What a mask of the training set marks; a head may have another name.
    private const string Label = "lesion";
    private const int HeadVersion = 1;

    /// <summary>C, g and s.</summary>
    public static void Coded(string folder, Recipe recipe, Compressor c, ContextNetwork context, ReconstructionNetwork g, SegmentorNetwork s)
    {
        using var _ = no_grad();
        (List<(string, byte[])> files, string identity) = EdgeAndDecoder(recipe, c, context, g);
        WholeFolder.Write(folder, [.. files, HeadFile(recipe, s, Head("map", identity, recipe)), RecipeFile(recipe)]);
    }

    /// <summary>C and g alone; a head may come later.</summary>
    public static void AutoEncoder(string folder, Recipe recipe, Compressor c, ContextNetwork context, ReconstructionNetwork g)
    {
        using var _ = no_grad();
        WholeFolder.Write(folder, [.. EdgeAndDecoder(recipe, c, context, g).Files, RecipeFile(recipe)]);
    }

    /// <summary>A head for a finished model, with a copy of that model's edge and decoder.</summary>
    public static void HeadOf(string folder, Recipe recipe, ModelFolder model, SegmentorNetwork s)
    {
        using var _ = no_grad();
        WholeFolder.Write(folder, [.. EdgeAndDecoderOf(model), HeadFile(recipe, s, Head("map", model.Edge!.IdentityHex, recipe)), RecipeFile(recipe)]);
    }

    /// <summary>A classifier of a finished model's streams, with a copy of that model's edge and decoder.</summary>
    /// <param name="labels">Class names: absence, presence.</param>
    public static void ClassifierOf(string folder, Recipe recipe, ModelFolder model, ClassifierNetwork network, IReadOnlyList<string> labels)
    {
        using var _ = no_grad();
        Dictionary<string, string> metadata = Common("classifier", model.Edge!.IdentityHex, recipe);
        metadata.Add("edgecodec.head", recipe.Head);
        metadata.Add("edgecodec.version", HeadVersion.ToString(CultureInfo.InvariantCulture));
        metadata.Add("edgecodec.input", "map");
        metadata.Add("edgecodec.labels", JsonSerializer.Serialize(labels));
        WholeFolder.Write(folder, [.. EdgeAndDecoderOf(model), (HeadPath(recipe), OnnxExport.Classifier(network, recipe.Grid, metadata)), RecipeFile(recipe)]);
    }

    /// <summary>An uncompressed reference.</summary>
    public static void Plain(string folder, Recipe recipe, SegmentorNetwork s)
    {
        using var _ = no_grad();
        Dictionary<string, string> metadata = Head("image", "none", recipe);
        metadata.Add("edgecodec.grid", Grid(recipe).ToJsonString());
        WholeFolder.Write(folder, [HeadFile(recipe, s, metadata), RecipeFile(recipe)]);
    }

    private static (List<(string Name, byte[] Bytes)> Files, string Identity) EdgeAndDecoder(Recipe recipe, Compressor c, ContextNetwork context, ReconstructionNetwork g)
    {
        byte[] edge = EdgeModelExport.Write(c, context, DesignGrid.Of(recipe), recipe.LayerChannels, recipe.Name, Provenance(recipe));
        string identity = EdgeModel.Parse(edge).IdentityHex;
        return ([("edge.ecm", edge), ("decoder.onnx", OnnxExport.Decoder(g, recipe.Grid, true, Common("decoder", identity, recipe)))], identity);
    }

    private static IEnumerable<(string Name, byte[] Bytes)> EdgeAndDecoderOf(ModelFolder model)
        => ((string[])["edge.ecm", "decoder.onnx"]).Select(name => (name, File.ReadAllBytes(Path.Combine(model.Path, name))));

    private static (string Name, byte[] Bytes) HeadFile(Recipe recipe, SegmentorNetwork s, Dictionary<string, string> metadata)
    {
        bool readsPicture = metadata["edgecodec.input"] == "image";
        return (HeadPath(recipe), OnnxExport.Head(s, readsPicture, recipe.Views, recipe.Grid, true, metadata));
    }

    private static string HeadPath(Recipe recipe) => Path.Combine("heads", recipe.Head + ".onnx");

    private static (string Name, byte[] Bytes) RecipeFile(Recipe recipe) => ("recipe.json", System.Text.Encoding.UTF8.GetBytes(recipe.ToJson() + "\n"));

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
        metadata.Add("edgecodec.head", recipe.Head);
        metadata.Add("edgecodec.version", HeadVersion.ToString(CultureInfo.InvariantCulture));
        metadata.Add("edgecodec.input", input);
        metadata.Add("edgecodec.activation", "sigmoid");
        metadata.Add("edgecodec.labels", JsonSerializer.Serialize((string[])["background", Label]));
        return metadata;
    }

    private static string Provenance(Recipe recipe) => recipe.MeanOf.Count > 0
        ? string.Create(CultureInfo.InvariantCulture, $"recipe {recipe.Name}, mean of {recipe.MeanOf.Count} runs; see CARD.md")
        : string.Create(CultureInfo.InvariantCulture, $"recipe {recipe.Name}, seed {recipe.Seed}, {recipe.Epochs} epochs; see CARD.md");
}
