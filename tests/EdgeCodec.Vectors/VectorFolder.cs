using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EdgeCodec.Vectors;

/// <summary>
/// The folder of the vectors. What is in its manifest is frozen: it is checked against its digest and never written
/// again, so that no change to the encoder can change a vector.
/// </summary>
internal sealed class VectorFolder
{
    private const string Manifest = "MANIFEST.sha256";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    private readonly string _folder;
    private readonly SortedDictionary<string, string> _digests = new(StringComparer.Ordinal);
    private readonly HashSet<string> _written = [];
    private int _frozen;

    public VectorFolder(string folder)
    {
        _folder = folder;
        string manifest = Path.Combine(folder, Manifest);
        foreach (string line in File.Exists(manifest) ? File.ReadAllLines(manifest) : [])
        {
            (string digest, string name) = (line[..64], line[66..]);
            if (DigestOf(File.ReadAllBytes(Path.Combine(folder, name))) != digest)
            {
                throw new InvalidOperationException($"{name} is not the file that was frozen");
            }
            _digests.Add(name, digest);
        }
    }

    /// <summary>The frozen file of that name; if there is none, what is made now, and that is frozen.</summary>
    public byte[] GetOrWrite(string name, Func<byte[]> make)
    {
        if (!_written.Add(name))
        {
            throw new InvalidOperationException($"{name} is made twice");
        }
        string path = Path.Combine(_folder, name);
        if (_digests.ContainsKey(name))
        {
            _frozen++;
            return File.ReadAllBytes(path);
        }
        byte[] content = make();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path + ".new", content);
        // A file that no manifest names was put there by hand: it is not ours to replace.
        File.Move(path + ".new", path, overwrite: false);
        _digests.Add(name, DigestOf(content));
        return content;
    }

    public byte[] Read(string name) => File.ReadAllBytes(Path.Combine(_folder, name));

    /// <summary>A vector: its file and what is expected of it.</summary>
    public void Write(string name, string extension, Func<(byte[] File, JsonObject Expectation)> make)
    {
        (byte[], JsonObject)? made = null;
        (byte[] File, JsonObject Expectation) Made() => made ??= make();
        GetOrWrite($"{name}.{extension}", () => Made().File);
        GetOrWrite($"{name}.json", () => [.. JsonSerializer.SerializeToUtf8Bytes(Made().Expectation, Indented), (byte)'\n']);
    }

    public void WriteManifest()
    {
        string path = Path.Combine(_folder, Manifest);
        File.WriteAllText(path + ".new", string.Concat(_digests.Select(file => $"{file.Value}  {file.Key}\n")));
        File.Move(path + ".new", path, overwrite: true);
        Console.WriteLine($"{_digests.Count} files: {_frozen} frozen before, {_written.Count - _frozen} new");
    }

    private static string DigestOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
