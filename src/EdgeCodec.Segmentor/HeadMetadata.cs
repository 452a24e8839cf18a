using System.Text.Json;

namespace EdgeCodec;

/// <summary>Reads a head's metadata (NETWORKS §3). Nothing has a default: what is missing is an error.</summary>
internal static class HeadMetadata
{
    private const int MaxLabels = 256;

    /// <param name="metadata">Of the head's file.</param>
    /// <param name="name">Name of the head's file.</param>
    /// <param name="folder">The model that the file lies in.</param>
    public static HeadInfo Read(OnnxMetadata metadata, string name, ModelFolder folder)
    {
        metadata.RequireModel("head", folder);
        metadata.RequireOneOf("head", name);
        bool readsImage = folder.Edge is null;
        metadata.RequireOneOf("input", readsImage ? "image" : "map");
        bool isSoftmax = metadata.RequireOneOf("activation", "sigmoid", "softmax") == 1;
        return new HeadInfo(
            name, metadata.RequireVersion(), metadata.Require("model"), readsImage, isSoftmax, ReadLabels(metadata, isSoftmax),
            readsImage ? HeadGrid.Read(metadata) : null);
    }

    private static string[] ReadLabels(OnnxMetadata metadata, bool isSoftmax)
    {
        const string Expected = "a JSON array of distinct label names, background first: 2 for sigmoid, 2 to 256 for softmax";
        string[]? labels;
        try
        {
            labels = JsonSerializer.Deserialize<string[]>(metadata.Require("labels"));
        }
        catch (JsonException e)
        {
            throw metadata.Invalid("labels", Expected, e);
        }
        bool isValid = labels is not null && labels.Length >= 2 && labels.Length <= (isSoftmax ? MaxLabels : 2)
            && !labels.Any(string.IsNullOrWhiteSpace) && labels.Distinct().Count() == labels.Length;
        return isValid ? labels! : throw metadata.Invalid("labels", Expected);
    }
}
