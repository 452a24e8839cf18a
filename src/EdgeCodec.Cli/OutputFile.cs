namespace EdgeCodec.Cli;

/// <summary>Files appear whole or not at all: written under a temporary name in the same folder, then renamed.</summary>
internal static class OutputFile
{
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder)) { throw new InputException($"{path}: folder {folder} does not exist"); }
        if (Directory.Exists(path)) { throw new InputException($"{path}: is a folder"); }
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
