using System.Globalization;

namespace EdgeCodec.Cli;

/// <summary>Files appear whole or not at all: written under a temporary name in the same folder, then renamed.</summary>
internal static class OutputFile
{
    private const int MostLinks = 40;

    /// <summary>Refuses a path that cannot be written, or that would destroy an input, before any work is done.</summary>
    /// <param name="path">Where a verb will write; null if it will not.</param>
    /// <param name="inputs">Files that it reads, and others that it writes; null ones are skipped.</param>
    public static void Check(string? path, params ReadOnlySpan<string?> inputs)
    {
        if (path is not null) { CheckAll([path], [.. inputs.ToArray().OfType<string>()]); }
    }

    /// <summary>The same of several paths.</summary>
    public static void CheckAll(IReadOnlyList<string> paths, IReadOnlyList<string> inputs)
    {
        HashSet<string> read = [.. inputs.Select(input => Real(input))];
        foreach (string path in paths)
        {
            if (read.Contains(Place(path))) { throw new InputException($"{path}: is named twice; it would be overwritten"); }
        }
    }

    /// <summary>Where a path leads, if a file can be written there.</summary>
    private static string Place(string path)
    {
        string full = Real(path), folder = Path.GetDirectoryName(full) ?? full;
        if (Directory.Exists(full)) { throw new InputException($"{path}: is a folder"); }
        if (!Directory.Exists(folder)) { throw new InputException($"{path}: folder {folder} does not exist"); }
        if (!IsRegular(full)) { throw new InputException($"{path}: is a device or a pipe; results are written to files"); }
        return full;
    }

    /// <summary>Where a path leads once all links on the way are followed, so that two paths to one file are alike.</summary>
    private static string Real(string path, int links = 0)
    {
        string full = Path.GetFullPath(path);
        if (Path.GetDirectoryName(full) is not string folder) { return full; }
        string at = Path.Combine(Real(folder, links), Path.GetFileName(full));
        if (new FileInfo(at).LinkTarget is not string target) { return at; }
        if (links == MostLinks) { throw new InputException($"{path}: links lead to links without end"); }
        return Real(Path.Combine(Path.GetDirectoryName(at)!, target), links + 1);
    }

    // A rename would put a file in the place of what others write to.
    private static bool IsRegular(string full)
    {
        if (!File.Exists(full)) { return true; }
        if (OperatingSystem.IsLinux() && (full.StartsWith("/dev/", StringComparison.Ordinal) || full.StartsWith("/proc/", StringComparison.Ordinal))) { return false; }
        try
        {
            // For both ways, as that does not wait for who is at the other end of a pipe.
            using var file = new FileStream(full, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            return file.CanSeek;
        }
        catch (UnauthorizedAccessException) { return true; }
        catch (IOException) { return true; }
    }

    /// <summary>Refuses a name whose extension promises another format than the verb writes.</summary>
    public static void CheckExtension(string? path, params ReadOnlySpan<string> extensions)
    {
        if (path is not null && !extensions.Contains(Path.GetExtension(path).ToLowerInvariant()))
        {
            throw new InputException($"{path}: written as {string.Join(" or ", extensions.ToArray())}");
        }
    }

    /// <summary>
    /// The files for several results: NAME-1.png, NAME-2.png and so on, with zeros before where the last number is longer; the
    /// path itself if there is one only. Nobody named these files, so none that is there already is overwritten.
    /// </summary>
    public static string[] Numbered(string path, int count)
    {
        if (count == 1) { return [path]; }
        int digits = count.ToString(CultureInfo.InvariantCulture).Length;
        string start = Path.Combine(Path.GetDirectoryName(path) ?? "", Path.GetFileNameWithoutExtension(path));
        string[] files = [.. Enumerable.Range(1, count).Select(i => $"{start}-{i.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0')}{Path.GetExtension(path)}")];
        return Array.Find(files, Path.Exists) is string there ? throw new InputException($"{there}: is there already, and would be overwritten by one of {count} results") : files;
    }

    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        path = Place(path);
        // Not the file's name and more: that one may be as long as a name can be.
        string temporary = Path.Combine(Path.GetDirectoryName(path)!, $".edgecodec-{Guid.NewGuid():N}.tmp");
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
