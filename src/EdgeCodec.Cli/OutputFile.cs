using System.Globalization;

namespace EdgeCodec.Cli;

/// <summary>Files appear whole or not at all: written under a temporary name in the same folder, then renamed.</summary>
internal static class OutputFile
{
    /// <summary>Refuses a path that cannot be written, or that would destroy an input, before any work is done.</summary>
    /// <param name="path">Where a verb will write; null if it will not.</param>
    /// <param name="inputs">Files that it reads, and others that it writes; null ones are skipped.</param>
    public static void Check(string? path, params ReadOnlySpan<string?> inputs)
    {
        if (path is null) { return; }
        string full = Path.GetFullPath(path), folder = Path.GetDirectoryName(full) ?? full;
        if (Directory.Exists(full)) { throw new InputException($"{path}: is a folder"); }
        if (!Directory.Exists(folder)) { throw new InputException($"{path}: folder {folder} does not exist"); }
        foreach (string? input in inputs)
        {
            if (input is not null && Path.GetFullPath(input) == full) { throw new InputException($"{path}: is named twice; it would be overwritten"); }
        }
    }

    /// <summary>Refuses a name whose extension promises another format than the verb writes.</summary>
    public static void CheckExtension(string? path, params ReadOnlySpan<string> extensions)
    {
        if (path is not null && !extensions.Contains(Path.GetExtension(path).ToLowerInvariant()))
        {
            throw new InputException($"{path}: written as {string.Join(" or ", extensions.ToArray())}");
        }
    }

    /// <summary>The file for one of several results: NAME-1.png, NAME-2.png and so on; the path itself if there is one only.</summary>
    public static string Numbered(string path, int index, int count)
    {
        if (count == 1) { return path; }
        string number = (index + 1).ToString(CultureInfo.InvariantCulture).PadLeft(count.ToString(CultureInfo.InvariantCulture).Length, '0');
        return Path.Combine(Path.GetDirectoryName(path) ?? "", $"{Path.GetFileNameWithoutExtension(path)}-{number}{Path.GetExtension(path)}");
    }

    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        Check(path);
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
