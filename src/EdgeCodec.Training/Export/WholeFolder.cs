namespace EdgeCodec.Training.Export;

/// <summary>Files that come to stand in a folder all together, or, if the disk is full or another fault comes up, not at all.</summary>
internal static class WholeFolder
{
    /// <param name="folder">A new folder, or one whose other files stay.</param>
    /// <param name="files">Paths in the folder, and contents.</param>
    /// <param name="create">Opens a file for writing; other than <see cref="File.Create(string)"/> in tests only.</param>
    public static void Write(string folder, IReadOnlyList<(string Name, byte[] Bytes)> files, Func<string, Stream>? create = null)
    {
        create ??= File.Create;
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Directory.Exists(folder)) { WriteInto(folder, files, create); }
        else { WriteNew(folder, files, create); }
    }

    private static void WriteNew(string folder, IReadOnlyList<(string Name, byte[] Bytes)> files, Func<string, Stream> create)
    {
        // Beside it, as only within a file system is renaming one step.
        string aside = $"{folder}.{Environment.ProcessId}.tmp";
        try
        {
            foreach ((string name, byte[] bytes) in files) { WriteOne(Path.Combine(aside, name), bytes, create); }
            Directory.Move(aside, folder);
        }
        finally
        {
            if (Directory.Exists(aside)) { Directory.Delete(aside, recursive: true); }
        }
    }

    // Nothing is replaced before all is on the disk. A fault between two renames can still leave files of both models, which
    // then do not open together, since each names the edge model that it belongs to.
    private static void WriteInto(string folder, IReadOnlyList<(string Name, byte[] Bytes)> files, Func<string, Stream> create)
    {
        (string Temporary, string Final)[] paths = [.. files.Select(f => Path.Combine(folder, f.Name)).Select(path => ($"{path}.{Environment.ProcessId}.tmp", path))];
        try
        {
            for (int i = 0; i < paths.Length; i++) { WriteOne(paths[i].Temporary, files[i].Bytes, create); }
            foreach ((string temporary, string final) in paths) { File.Move(temporary, final, overwrite: true); }
        }
        finally
        {
            foreach ((string temporary, _) in paths.Where(p => File.Exists(p.Temporary))) { File.Delete(temporary); }
        }
    }

    private static void WriteOne(string path, byte[] bytes, Func<string, Stream> create)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using Stream stream = create(path);
        stream.Write(bytes, 0, bytes.Length);
    }
}
