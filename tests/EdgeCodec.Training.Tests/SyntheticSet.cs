using NetVips;

namespace EdgeCodec.Training.Tests;

/// <summary>A small data set on disk: dark discs on light skin, drawn with a seed.</summary>
internal sealed class SyntheticSet : IDisposable
{
    public const int Side = 64;

    public SyntheticSet(int training = 18, int validation = 2)
    {
        Folder = Directory.CreateTempSubdirectory("edgecodec-set-").FullName;
        Directory.CreateDirectory(Path.Combine(Folder, "images"));
        Directory.CreateDirectory(Path.Combine(Folder, "masks"));
        var random = new Random(5);
        var lines = new List<string> { "id,split,near_duplicate_of" };
        for (int i = 0; i < training + validation; i++)
        {
            string id = $"P{i:D3}";
            lines.Add($"{id},{(i < training ? "train" : "val")},");
            Draw(id, random);
        }
        File.WriteAllLines(Path.Combine(Folder, "splits.csv"), lines);
    }

    public string Folder { get; }

    public string ImagePath(string id) => Path.Combine(Folder, "images", id + ".png");

    public string MaskPath(string id) => Path.Combine(Folder, "masks", id + "_segmentation.png");

    public static void WritePng(string path, byte[] packed, int width, int height, int bands)
    {
        using Image image = Image.NewFromMemory(packed, width, height, bands, Enums.BandFormat.Uchar);
        image.Pngsave(path);
    }

    private void Draw(string id, Random random)
    {
        double cx = 20 + 24 * random.NextDouble(), cy = 20 + 24 * random.NextDouble(), r = 8 + 10 * random.NextDouble();
        byte[] pixels = new byte[Side * Side * 3], mask = new byte[Side * Side];
        for (int i = 0; i < mask.Length; i++)
        {
            bool inside = Math.Pow(i % Side - cx, 2) + Math.Pow(i / Side - cy, 2) < r * r;
            mask[i] = inside ? (byte)255 : (byte)0;
            for (int c = 0; c < 3; c++) { pixels[i * 3 + c] = (byte)((inside ? 70 : 190) + random.Next(30) + 8 * c); }
        }
        WritePng(ImagePath(id), pixels, Side, Side, 3);
        WritePng(MaskPath(id), mask, Side, Side, 1);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
