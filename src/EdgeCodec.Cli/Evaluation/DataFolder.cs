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
            if (most < 1) { throw new InputException($"--limit {most}: at least 1"); }
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

    /// <summary>The file that names pictures and splits, whether it is there or not.</summary>
    public static string Index(string folder) => Path.Combine(folder, "splits.csv");

    private static IEnumerable<string> Ids(string folder, string? split, IEnumerable<string> files)
    {
        string index = Index(folder);
        if (!File.Exists(index))
        {
            if (split is not null) { throw new InputException($"{folder}: has no splits.csv, so no split '{split}'"); }
            return files.Order(StringComparer.Ordinal);
        }
        string[] lines = File.ReadAllLines(index);
        string[] columns = lines.Length == 0 ? [] : lines[0].Split(',');
        int id = Array.IndexOf(columns, "id"), column = Array.IndexOf(columns, "split");
        if (id < 0 || column < 0) { throw new InputException($"{index}: the first line must name the columns id and split"); }
        List<string[]> rows = [];
        HashSet<string> ids = [];
        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length == 0) { continue; }
            string[] cells = lines[i].Split(',');
            if (cells.Length != columns.Length) { throw new InputException($"{index}: line {i + 1} has {cells.Length} cells, the header {columns.Length}"); }
            if (lines[i].Contains('"')) { throw new InputException($"{index}: line {i + 1} has quotation marks; cells are plain, without commas"); }
            if (!ids.Add(cells[id])) { throw new InputException($"{index}: line {i + 1} names {cells[id]} again"); }
            rows.Add(cells);
        }
        if (split is not null && !rows.Exists(row => row[column] == split))
        {
            string known = string.Join(", ", rows.Select(row => row[column]).Distinct().Order(StringComparer.Ordinal));
            throw new InputException($"{index}: has no split '{split}'; it has {known}");
        }
        return rows.Where(row => split is null || row[column] == split).Select(row => row[id]);
    }

    private static DataItem Item(string folder, string id, Dictionary<string, string> files)
    {
        if (!files.TryGetValue(id, out string? image)) { throw new InputException($"{folder}: images/ has no picture {id}"); }
        string mask = Path.Combine(folder, "masks", id + "_segmentation.png");
        return File.Exists(mask) ? new DataItem(id, image, mask) : throw new InputException($"{folder}: masks/ has no {id}_segmentation.png");
    }
}
