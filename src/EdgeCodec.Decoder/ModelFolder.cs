using System.Security.Cryptography;

namespace EdgeCodec;

/// <summary>
/// A model on disk: <c>edge.ecm</c>, <c>decoder.onnx</c> and <c>heads/*.onnx</c>, or heads alone for an uncompressed
/// reference. Opening verifies the edge model in full, its SHA-256 identity included; ONNX files are verified when
/// they are loaded. Immutable and thread-safe.
/// </summary>
public sealed class ModelFolder
{
    internal const string EdgeFile = "edge.ecm";
    internal const string DecoderFile = "decoder.onnx";
    internal const string HeadsFolder = "heads";
    private const string HeadExtension = ".onnx";

    private ModelFolder(string path)
    {
        Path = path;
        Name = System.IO.Path.GetFileName(path);
        string edge = Within(EdgeFile);
        Edge = File.Exists(edge) ? LoadEdge(edge) : null;
        DecoderPath = File.Exists(Within(DecoderFile)) ? Within(DecoderFile) : null;
        HeadNames = FindHeads(Within(HeadsFolder));
        CheckParts();
    }

    /// <summary>Full path of the folder.</summary>
    public string Path { get; }

    /// <summary>Name of the folder.</summary>
    public string Name { get; }

    /// <summary>The edge model; null for an uncompressed reference.</summary>
    public EdgeModel? Edge { get; }

    /// <summary>Full path of g; null if the folder has none: it can encode and not decode, or is an uncompressed reference.</summary>
    public string? DecoderPath { get; }

    /// <summary>Names of the heads in ordinal order; may be empty.</summary>
    public IReadOnlyList<string> HeadNames { get; }

    /// <summary>Opens a model folder.</summary>
    /// <param name="nameOrPath">
    /// Path of the folder, or a name alone: then <c>models/&lt;name&gt;</c> is looked for in the current directory and
    /// the directories above it, then in the executable's folder and those above it. A model folder of that path wins.
    /// </param>
    /// <exception cref="CloudException">ModelNotFound, naming the places searched, or ModelIncomplete.</exception>
    /// <exception cref="EdgeCodecException">The edge model cannot be read, is damaged, or its identity is not its digest.</exception>
    public static ModelFolder Open(string nameOrPath)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(nameOrPath);
        return new ModelFolder(ModelSearch.Find(nameOrPath));
    }

    /// <summary>Full path of a head's file.</summary>
    /// <exception cref="CloudException">HeadUnknown, naming the heads there are.</exception>
    public string HeadPath(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return HeadNames.Contains(name)
            ? System.IO.Path.Combine(Path, HeadsFolder, name + HeadExtension)
            : throw new CloudException(CloudStatus.HeadUnknown, $"Model '{Name}' has no head '{name}'; it has {DescribeHeads()}.");
    }

    /// <summary>The named head, or the only one.</summary>
    internal string ChooseHead(string? name)
    {
        if (name is not null)
        {
            HeadPath(name);
            return name;
        }
        return HeadNames.Count == 1
            ? HeadNames[0]
            : throw new CloudException(
                CloudStatus.HeadUnknown, $"Model '{Name}' has {DescribeHeads()}: {(HeadNames.Count == 0 ? "nothing to segment with" : "choose one")}.");
    }

    /// <summary>The edge model, which an uncompressed reference lacks.</summary>
    internal EdgeModel RequireEdge(string purpose) => Edge ?? throw new CloudException(
        CloudStatus.ModelIncomplete, $"Model '{Name}' is an uncompressed reference ('{Path}' has no {EdgeFile}); {purpose} needs an edge model.");

    /// <summary>Name, and the identity of the edge model if there is one.</summary>
    public override string ToString() => Edge is null ? $"{Name} (uncompressed)" : $"{Name} ({Edge.IdentityHex[..16]})";

    private string Within(string name) => System.IO.Path.Combine(Path, name);

    private string DescribeHeads() => HeadNames.Count switch
    {
        0 => "no heads",
        1 => $"the head '{HeadNames[0]}'",
        _ => "the heads " + string.Join(", ", HeadNames.Select(h => $"'{h}'")),
    };

    private void CheckParts()
    {
        if (Edge is null && DecoderPath is not null)
        {
            throw new CloudException(CloudStatus.ModelIncomplete, $"Model folder '{Path}' has {DecoderFile} but no {EdgeFile}.");
        }
        if (Edge is null && HeadNames.Count == 0)
        {
            throw new CloudException(
                CloudStatus.ModelIncomplete, $"'{Path}' is not a model folder: it has neither {EdgeFile} nor {HeadsFolder}/*{HeadExtension}.");
        }
    }

    private static EdgeModel LoadEdge(string path)
    {
        try
        {
            return EdgeModelIdentity.Verify(File.ReadAllBytes(path), SHA256.HashData);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EdgeCodecException(EdgeCodecStatus.ModelUnreadable, $"Cannot read the edge model '{path}': {e.Message}", -1, e);
        }
        catch (EdgeCodecException e)
        {
            throw new EdgeCodecException(e.Status, $"'{path}': {e.Message}", e.Offset, e);
        }
    }

    private static string[] FindHeads(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }
        string[] names = [.. Directory.EnumerateFiles(folder, "*" + HeadExtension).Select(f => System.IO.Path.GetFileNameWithoutExtension(f))];
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }
}
