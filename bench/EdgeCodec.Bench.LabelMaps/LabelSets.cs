using EdgeCodec.Cli;
using EdgeCodec.Cli.Evaluation;
using EdgeCodec.Cli.Pictures;

namespace EdgeCodec.Bench.LabelMaps;

/// <summary>The label maps of a data set.</summary>
internal static class LabelSets
{
    /// <summary>Masks (masks/, of a split) or label volumes (labels/*.nii.gz).</summary>
    public static IEnumerable<LabelVolume> Read(string folder, string? split, int? limit)
    {
        string labels = Path.Combine(folder, "labels");
        IEnumerable<LabelVolume> all = Directory.Exists(labels)
            ? Directory.GetFiles(labels, "*.nii.gz").Order(StringComparer.Ordinal).Select(NiftiLabels.Read)
            : DataFolder.List(folder, split, null).Select(item => Mask(item.MaskPath));
        return all.Take(limit ?? int.MaxValue);
    }

    private static LabelVolume Mask(string path)
    {
        Picture mask = PictureReader.ReadMask(path);
        return new LabelVolume(Path.GetFileName(path), mask.Width, mask.Height, 1, mask.Samples);
    }
}
