namespace EdgeCodec.Cli;

/// <summary>Reads small input files whole, with errors that name them.</summary>
internal static class InputFile
{
    /// <summary>Streams and label maps are small; edge models are the largest of these files, and are below this (ECM.md).</summary>
    private const long MostBytes = 128 << 20;

    /// <summary>Adds the file's name to an error of its content.</summary>
    public static T Named<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (EdgeCodecException e)
        {
            throw new EdgeCodecException(e.Status, $"{path}: {e.Message}", e.Offset, e);
        }
    }

    public static byte[] ReadStream(string path)
    {
        Check(path);
        long length = new FileInfo(path).Length;
        if (length > MostBytes) { throw new InputException($"{path}: {length} bytes; files of more than {MostBytes >> 20} MiB are not read"); }
        return File.ReadAllBytes(path);
    }

    /// <summary>A file that is there, and is a file.</summary>
    public static void Check(string path)
    {
        if (Directory.Exists(path)) { throw new InputException($"{path}: is a folder, not a file"); }
        if (!File.Exists(path)) { throw new InputException($"{path}: no such file"); }
        if (new FileInfo(path).Length == 0) { throw new InputException($"{path}: is empty"); }
    }
}
