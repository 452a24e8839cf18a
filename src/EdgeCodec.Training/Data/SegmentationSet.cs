using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EdgeCodec.Cli;
using EdgeCodec.Cli.Evaluation;
using NetVips;

namespace EdgeCodec.Training.Data;

/// <summary>
/// A folder of images/&lt;id&gt;.jpg|jpeg|png and masks/&lt;id&gt;_segmentation.png with a splits.csv. Everything that is wrong with
/// it is named before training starts.
/// </summary>
internal sealed class SegmentationSet
{
    private readonly SplitsFile index;
    private readonly HashSet<string> left;

    private SegmentationSet(string folder, SplitsFile index, HashSet<string> left)
    {
        Folder = folder;
        this.index = index;
        this.left = left;
    }

    public string Folder { get; }

    /// <summary>Ids of a split, in the order of splits.csv.</summary>
    public IReadOnlyList<string> Split(string name)
    {
        string[] ids = [.. index.Ids.Where(id => index.SplitOf(id) == name && !left.Contains(id))];
        return ids.Length > 0 ? ids : throw new InvalidDataException($"{Folder}: splits.csv has no split '{name}'");
    }

    /// <summary>What splits.csv says of a picture in a column; empty where there is no such column.</summary>
    public string Cell(string id, string column) => index.Cell(id, column);

    /// <exception cref="InvalidDataException">splits.csv has no such column.</exception>
    public void RequireColumn(string column)
    {
        if (!index.Columns.Contains(column)) { throw new InvalidDataException($"{Folder}: splits.csv has no column '{column}'; it has {string.Join(", ", index.Columns)}"); }
    }

    /// <summary>
    /// Reads the index. A training picture that is a near duplicate of another split's picture is left out, so that
    /// no validation picture has been seen.
    /// </summary>
    public static SegmentationSet Open(string folder)
    {
        if (!Directory.Exists(folder)) { throw new InvalidDataException($"{folder}: no such folder"); }
        SplitsFile index = SplitsFile.Read(folder);
        HashSet<string> left = [];
        foreach (string id in index.Ids)
        {
            string twin = index.Cell(id, NearDuplicates.Column);
            if (!index.Has(twin) || index.SplitOf(twin) == index.SplitOf(id)) { continue; }
            if (index.SplitOf(id) == "train") { left.Add(id); }
            else if (index.SplitOf(twin) == "train") { left.Add(twin); }
        }
        return new SegmentationSet(folder, index, left);
    }

    /// <summary>Decodes pictures to the grid, or takes them from the cache folder of an earlier call.</summary>
    public IReadOnlyList<Sample> Load(IReadOnlyList<string> ids, GridSpec grid, string cacheFolder, Action<int>? progress = null)
    {
        if (ids.Count == 0) { throw new InvalidDataException($"{Folder}: the split is empty"); }
        foreach (string part in (string[])["images", "masks"])
        {
            if (!Directory.Exists(Path.Combine(Folder, part))) { throw new InvalidDataException($"{Folder}: has no folder {part}/"); }
        }
        Dictionary<string, string> images = DataFolder.Files(Path.Combine(Folder, "images"));
        Directory.CreateDirectory(cacheFolder);
        // libvips remembers pictures by their names; a file that was changed would come back as it was.
        Cache.Max = 0;
        Sample[] samples = new Sample[ids.Count];
        List<string> faults = [];
        int done = 0;
        Parallel.For(0, ids.Count, i =>
        {
            try { samples[i] = LoadOne(ids[i], images, grid, cacheFolder); }
            catch (Exception e) when (e is VipsException or EdgeCodecException or InputException or InvalidDataException or IOException or UnauthorizedAccessException)
            {
                lock (faults) { faults.Add($"{ids[i]}: {e.Message.Split('\n')[0]}"); }
            }
            progress?.Invoke(Interlocked.Increment(ref done));
        });
        if (faults.Count == 0) { return samples; }
        faults.Sort(StringComparer.Ordinal);
        throw new InvalidDataException($"{Folder}: {faults.Count} of {ids.Count} pictures cannot be used: {string.Join("; ", faults.Take(5))}{(faults.Count > 5 ? "; …" : "")}");
    }

    private Sample LoadOne(string id, Dictionary<string, string> images, GridSpec grid, string cacheFolder)
    {
        string image = images.GetValueOrDefault(id) ?? throw new InvalidDataException("images/ has no .jpg, .jpeg or .png of this id"), mask = MaskPath(id);
        string cached = Path.Combine(cacheFolder, $"{id}.{Key(image, mask, grid)}.rgbm");
        int area = grid.Width * grid.Height;
        if (File.Exists(cached))
        {
            byte[] bytes = File.ReadAllBytes(cached);
            if (bytes.Length == 4 * area) { return new Sample(id, bytes[..(3 * area)], bytes[(3 * area)..]); }
        }
        Sample sample = GridReader.Read(image, mask, id, grid);
        OutputFile.Write(cached, [.. sample.Pixels, .. sample.Mask]);
        return sample;
    }

    // Of these very files as they are now, at this grid: one folder may serve several sets.
    private static string Key(string image, string mask, GridSpec grid)
    {
        static string Of(string path) => string.Create(CultureInfo.InvariantCulture, $"{Path.GetFullPath(path)} {new FileInfo(path).Length} {File.GetLastWriteTimeUtc(path).Ticks}");
        string text = string.Create(CultureInfo.InvariantCulture, $"{Of(image)}\n{Of(mask)}\n{grid.Fit} {grid.Size}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }

    private string MaskPath(string id)
    {
        string path = Path.Combine(Folder, "masks", id + "_segmentation.png");
        return File.Exists(path) ? path : throw new InvalidDataException("masks/ has no _segmentation.png of this id");
    }
}
