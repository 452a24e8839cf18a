namespace EdgeCodec.Cli.Commands;

/// <summary>Finds the model that made a stream.</summary>
internal static class ModelFinder
{
    /// <summary>The named model, or the one under a models/ folder whose identity begins with the stream's tag.</summary>
    public static ModelFolder For(ReadOnlySpan<byte> stream, string? named, string path)
    {
        if (named is not null) { return ModelFolder.Open(named); }
        StreamHeader header = StreamDecoder.ReadHeader(stream);
        return Known(header)
            ?? throw new InputException($"{path}: was made by an edge model whose identity begins with {header.ModelTagHex}; no folder under models/ is that one, name it with --model");
    }

    /// <summary>The model under a models/ folder that the header's tag belongs to, or null.</summary>
    public static ModelFolder? Known(StreamHeader header)
    {
        foreach (string folder in Candidates())
        {
            ModelFolder candidate = ModelFolder.Open(folder);
            if (candidate.Edge!.IdentityHex.StartsWith(header.ModelTagHex, StringComparison.Ordinal)) { return candidate; }
        }
        return null;
    }

    private static IEnumerable<string> Candidates()
    {
        HashSet<string> seen = [];
        foreach (string start in (string[])[Directory.GetCurrentDirectory(), AppContext.BaseDirectory])
        {
            for (DirectoryInfo? at = new(start); at is not null; at = at.Parent)
            {
                string models = Path.Combine(at.FullName, "models");
                if (!Directory.Exists(models)) { continue; }
                foreach (string folder in Directory.GetDirectories(models).Order(StringComparer.Ordinal))
                {
                    if (File.Exists(Path.Combine(folder, "edge.ecm")) && seen.Add(folder)) { yield return folder; }
                }
            }
        }
    }
}
