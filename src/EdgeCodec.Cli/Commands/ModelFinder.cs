namespace EdgeCodec.Cli.Commands;

/// <summary>Finds the model that made a stream.</summary>
internal static class ModelFinder
{
    /// <summary>The named model, or the one under a models/ folder that made the stream; of several, one that has the head.</summary>
    public static ModelFolder For(byte[] stream, string? named, string path, StreamReadOptions? options = null, string? head = null)
    {
        if (named is not null) { return ModelFolder.Open(named); }
        StreamHeader header = InputFile.Named(path, () => StreamDecoder.ReadHeader(stream));
        List<string> faults = [];
        return Known(stream, header, path, faults, options, head) ?? throw new InputException(
            $"{path}: was made by an edge model whose identity begins with {header.ModelTagHex}; no folder under models/ is that one, name it with --model"
            + string.Concat(faults.Select(fault => $" ({fault})")));
    }

    /// <summary>
    /// The model under a models/ folder that the stream's check confirms, or null if none has its tag. A tag is two
    /// bytes: two models may share one, and only the check tells them apart.
    /// </summary>
    /// <param name="stream">The whole stream.</param>
    /// <param name="header">Its header.</param>
    /// <param name="path">Its file, for errors.</param>
    /// <param name="faults">Receives what is wrong with folders that cannot be opened; they hide no other model.</param>
    /// <param name="options">Whether a part of the stream is enough.</param>
    /// <param name="head">A head that is wanted: folders of one edge model may have different heads. Null: any.</param>
    /// <exception cref="EdgeCodecException">Models have the tag, and none confirms the stream: what the first found.</exception>
    public static ModelFolder? Known(byte[] stream, StreamHeader header, string path, List<string> faults, StreamReadOptions? options = null, string? head = null)
    {
        EdgeCodecException? first = null;
        IEnumerable<ModelFolder> tagged = Models(faults).Where(m => m.Edge!.IdentityHex.StartsWith(header.ModelTagHex, StringComparison.Ordinal));
        foreach (ModelFolder model in head is null ? tagged : tagged.OrderByDescending(m => m.HeadNames.Contains(head)))
        {
            try
            {
                InputFile.Named(path, () => StreamDecoder.DecodeAll(stream, model.Edge!, options));
                return model;
            }
            catch (EdgeCodecException e)
            {
                first ??= e;
            }
        }
        return first is null ? null : throw first;
    }

    private static IEnumerable<ModelFolder> Models(List<string> faults)
    {
        foreach (string folder in Candidates())
        {
            ModelFolder model;
            try
            {
                model = ModelFolder.Open(folder);
            }
            catch (Exception e) when (e is EdgeCodecException or CloudException)
            {
                faults.Add(e.Message);
                continue;
            }
            yield return model;
        }
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
