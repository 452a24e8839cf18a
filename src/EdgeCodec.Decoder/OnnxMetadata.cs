using System.Globalization;

namespace EdgeCodec;

/// <summary>The metadata that tie an ONNX file to an edge model (NETWORKS §3). Immutable.</summary>
internal sealed class OnnxMetadata(string path, IReadOnlyDictionary<string, string> values)
{
    private const string Prefix = "edgecodec.";

    /// <summary>Value of <c>edgecodec.&lt;key&gt;</c>.</summary>
    public string Require(string key) => values.TryGetValue(Prefix + key, out string? value)
        ? value
        : throw new CloudException(CloudStatus.MetadataInvalid, $"'{path}' has no metadata '{Prefix}{key}': it was not exported for EdgeCodec.");

    /// <summary>Index of the value of <c>edgecodec.&lt;key&gt;</c> among the allowed ones.</summary>
    public int RequireOneOf(string key, params ReadOnlySpan<string> allowed)
    {
        string value = Require(key);
        int index = allowed.IndexOf(value);
        return index >= 0 ? index : throw Invalid(key, string.Join(" or ", allowed.ToArray()));
    }

    /// <summary>A head's version.</summary>
    public int RequireVersion() =>
        int.TryParse(Require("version"), NumberStyles.None, CultureInfo.InvariantCulture, out int version) && version >= 1
            ? version
            : throw Invalid("version", "an integer of at least 1");

    /// <summary>Checks kind and model identity.</summary>
    /// <param name="kind">decoder or head.</param>
    /// <param name="folder">The model that the file lies in.</param>
    public void RequireModel(string kind, ModelFolder folder)
    {
        RequireOneOf("kind", kind);
        string stated = Require("model"), name = Require("name");
        string expected = folder.Edge?.IdentityHex ?? "none";
        if (!stated.Equals(expected, StringComparison.OrdinalIgnoreCase))
        {
            throw new CloudException(
                CloudStatus.WrongModel,
                $"'{path}' was made for {Describe(name, stated)}, but its folder holds {Describe(folder.Edge?.Name ?? folder.Name, expected)}.");
        }
    }

    public CloudException Invalid(string key, string expected, Exception? inner = null) => new(
        CloudStatus.MetadataInvalid, $"'{path}' has metadata '{Prefix}{key}' = '{Require(key)}', expected {expected}.", inner);

    private static string Describe(string name, string identity) => identity == "none"
        ? $"no edge model (uncompressed reference '{name}')"
        : $"edge model '{name}' ({identity})";
}
