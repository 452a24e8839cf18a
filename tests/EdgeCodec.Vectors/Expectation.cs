using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace EdgeCodec.Vectors;

/// <summary>What a decoder is expected to say of a vector, in the terms of tests/vectors/README.md.</summary>
internal static class Expectation
{
    public static JsonObject Valid(string about, string model, params JsonNode[] sequences) => new()
    {
        ["about"] = about,
        ["model"] = model + ".ecm",
        ["sequences"] = new JsonArray(sequences),
    };

    /// <param name="about">A sentence.</param>
    /// <param name="model">Name of the model.</param>
    /// <param name="error">The error of a reader of the whole stream.</param>
    /// <param name="partial">What a reader gives that is asked for partial results; nothing if empty.</param>
    public static JsonObject Invalid(string about, string model, EdgeCodecStatus error, params JsonNode[] partial) => new()
    {
        ["about"] = about,
        ["model"] = model + ".ecm",
        ["error"] = error.ToString(),
        ["code"] = (int)error,
        ["partial"] = partial.Length == 0 ? null : new JsonArray(partial),
    };

    public static JsonObject Sequence(EdgeModel model, StreamHeader header, bool isSequence, params JsonNode[] units) => new()
    {
        ["form"] = isSequence ? "sequence" : "picture",
        ["sample_type"] = header.SampleType.ToString().ToLowerInvariant(),
        ["width"] = header.Width,
        ["height"] = header.Height,
        ["depth"] = header.Depth,
        ["window"] = header.Window is { } window ? new JsonArray(window.Low, window.Width) : null,
        ["layers"] = header.LayersOf(model),
        ["layer_checks"] = header.LayerChecks,
        ["spacing"] = header.Spacing is { } spacing ? new JsonArray(spacing.D, spacing.H, spacing.W) : null,
        ["slabs"] = header.Slabs,
        ["metadata"] = header.Metadata is { } metadata ? Convert.ToHexStringLower(metadata.Bytes) : null,
        ["units"] = new JsonArray(units),
    };

    /// <param name="model">The model.</param>
    /// <param name="header">Header of the sequence.</param>
    /// <param name="index">Index of the unit in it.</param>
    /// <param name="latent">The encoder's latent: not what a decoder said.</param>
    /// <param name="layers">Layers that the decoder gives.</param>
    public static JsonObject Unit(EdgeModel model, StreamHeader header, int index, Latent latent, int layers)
    {
        (int start, int depth) = header.SlabAt(index % (header.Slabs ?? 1));
        int bits = (int)(model.Latent.ChannelsOf(layers) * model.Latent.Size.Volume);
        return new JsonObject
        {
            ["first_slice"] = start,
            ["slices"] = depth,
            ["layers"] = layers,
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(latent.Bits[..bits])),
        };
    }
}
