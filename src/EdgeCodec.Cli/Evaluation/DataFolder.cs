namespace EdgeCodec.Cli.Evaluation;

/// <summary>A picture of a set and its mask.</summary>
internal sealed record DataItem(string Id, string ImagePath, string MaskPath);

/// <summary>images/&lt;id&gt;.jpg|jpeg|png, masks/&lt;id&gt;_segmentation.png, splits.csv with the columns id and split.</summary>
internal static class DataFolder
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png"];

    /// <summary>The pictures in the order of splits.csv, or of their names where there is no such file.</summary>
    public static IReadOnlyList<DataItem> List(string folder, string? split, int? limit)
    {
        string images = Path.Combine(folder, "images");
        if (!Directory.Exists(images)) { throw new InputException($"{folder}: has no folder images/"); }
        Dictionary<string, string> files = Files(images);
        IEnumerable<string> ids = Ids(folder, split, files.Keys);
        if (limit is int most)
        {
            if (most < 1) { throw new UsageException($"--limit {most}: at least 1"); }
            ids = ids.Take(most);
        }
        List<DataItem> items = [.. ids.Select(id => Item(folder, id, files))];
        if (items.Count == 0) { throw new InputException($"{folder}: {(split is null ? "has no pictures" : $"split '{split}' is empty")}"); }
        return items;
    }

    /// <summary>Files of the pictures in a folder images/, by id.</summary>
    /// <exception cref="InputException">Two files have one id: nothing says which is meant.</exception>
    public static Dictionary<string, string> Files(string images)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string file in Directory.GetFiles(images).Where(f => Extensions.Contains(Path.GetExtension(f).ToLowerInvariant())).Order(StringComparer.Ordinal))
        {
            string id = Path.GetFileNameWithoutExtension(file);
            if (!files.TryAdd(id, file))
            {
                throw new InputException($"{images}: picture {id} is there twice, as {Path.GetFileName(files[id])} and {Path.GetFileName(file)}");
            }
        }
        return files;
    }

    private static IEnumerable<string> Ids(string folder, string? split, IEnumerable<string> files)
    {
        if (!File.Exists(SplitsFile.In(folder)))
        {
            if (split is not null) { throw new InputException($"{folder}: has no splits.csv, so no split '{split}'"); }
            return files.Order(StringComparer.Ordinal);
        }
        SplitsFile index = SplitsFile.Read(folder);
        string[] ids = [.. index.Ids.Where(id => split is null || index.SplitOf(id) == split)];
        if (split is not null && ids.Length == 0)
        {
            string known = string.Join(", ", index.Ids.Select(index.SplitOf).Distinct().Order(StringComparer.Ordinal));
            throw new InputException($"{SplitsFile.In(folder)}: has no split '{split}'; it has {known}");
        }
        return ids;
    }

    private static DataItem Item(string folder, string id, Dictionary<string, string> files)
    {
        if (!files.TryGetValue(id, out string? image)) { throw new InputException($"{folder}: images/ has no picture {id}"); }
        string mask = Path.Combine(folder, "masks", id + "_segmentation.png");
        return File.Exists(mask) ? new DataItem(id, image, mask) : throw new InputException($"{folder}: masks/ has no {id}_segmentation.png");
    }
}
