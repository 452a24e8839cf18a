using EdgeCodec.Cli;
using EdgeCodec.Training.Data;
using EdgeCodec.Training.Export;
using Xunit;

namespace EdgeCodec.Training.Tests;

public sealed class SegmentationSetTests : IDisposable
{
    private readonly SyntheticSet synthetic = new(training: 3, validation: 1);
    private readonly DirectoryInfo cache = Directory.CreateTempSubdirectory("edgecodec-cache-");

    private static readonly GridSpec Grid = DesignGrid.Of(new Recipe { Name = "tiny", Design = "plain", Grid = 32 });

    private InvalidDataException LoadFails()
        => Assert.Throws<InvalidDataException>(() =>
        {
            SegmentationSet set = SegmentationSet.Open(synthetic.Folder);
            set.Load(set.Split("train"), Grid, cache.FullName);
        });

    [Fact]
    public void Load_ReducesByAreaAverage_AndTheCacheGivesTheSame()
    {
        SegmentationSet set = SegmentationSet.Open(synthetic.Folder);
        Sample first = set.Load(set.Split("train"), Grid, cache.FullName)[0];
        Assert.Equal(3 * 32 * 32, first.Pixels.Length);
        Assert.All(first.Mask, v => Assert.Contains(v, new byte[] { 0, 64, 128, 191, 255 }));
        // Not decoded again: a file of the same time and length that is no picture would not be read.
        string path = synthetic.ImagePath(first.Id);
        DateTime drawn = File.GetLastWriteTimeUtc(path);
        File.WriteAllBytes(path, new byte[new FileInfo(path).Length]);
        File.SetLastWriteTimeUtc(path, drawn);
        Sample again = set.Load(set.Split("train"), Grid, cache.FullName)[0];
        Assert.Equal(first.Pixels, again.Pixels);
        Assert.Equal(first.Mask, again.Mask);
    }

    [Fact]
    public void Load_PicturesAreFoundByAnyEndingThatEvalKnows_AndNotTwice()
    {
        SegmentationSet set = SegmentationSet.Open(synthetic.Folder);
        byte[] before = set.Load(set.Split("train"), Grid, cache.FullName)[0].Pixels;
        string path = synthetic.ImagePath("P000"), renamed = Path.ChangeExtension(path, ".PNG");
        File.Move(path, renamed);
        Assert.Equal(before, set.Load(set.Split("train"), Grid, cache.FullName)[0].Pixels);
        File.Copy(renamed, Path.ChangeExtension(path, ".jpeg"));
        string message = Assert.Throws<InputException>(() => set.Load(set.Split("train"), Grid, cache.FullName)).Message;
        Assert.Contains("picture P000 is there twice, as P000.PNG and P000.jpeg", message, StringComparison.Ordinal);
        File.Delete(renamed);
        File.Delete(Path.ChangeExtension(path, ".jpeg"));
        Assert.Contains("P000: images/ has no .jpg, .jpeg or .png", LoadFails().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MissingMask_IsNamed()
    {
        File.Delete(synthetic.MaskPath("P001"));
        Assert.Contains("P001: masks/ has no _segmentation.png", LoadFails().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MaskOfAnotherSize_IsNamed()
    {
        SyntheticSet.WritePng(synthetic.MaskPath("P002"), new byte[16], 4, 4, 1);
        Assert.Contains("4x4, its picture is 64x64", LoadFails().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MaskWithOtherValues_IsNamed()
    {
        byte[] odd = new byte[64 * 64];
        odd[5] = 7;
        SyntheticSet.WritePng(synthetic.MaskPath("P000"), odd, 64, 64, 1);
        Assert.Contains("value 7 at (5, 0); a mask holds 0 and 255 only", LoadFails().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_UnreadablePicture_IsNamed_WithTheCount()
    {
        byte[] file = File.ReadAllBytes(synthetic.ImagePath("P001"));
        File.WriteAllBytes(synthetic.ImagePath("P001"), file[..(file.Length / 2)]);
        string message = LoadFails().Message;
        Assert.Contains("1 of 3 pictures cannot be used: P001", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_PictureThatTheGridRefuses_IsNamed_BesideOtherFaults()
    {
        SyntheticSet.WritePng(synthetic.ImagePath("P000"), new byte[320 * 40 * 3], 320, 40, 3);
        SyntheticSet.WritePng(synthetic.MaskPath("P000"), new byte[320 * 40], 320, 40, 1);
        File.Delete(synthetic.MaskPath("P001"));
        string message = LoadFails().Message;
        Assert.Contains("2 of 3 pictures cannot be used: P000: ", message, StringComparison.Ordinal);
        Assert.Contains("320 x 40", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_HeldOutPictures_HaveNoNearDuplicateInTraining()
    {
        IEnumerable<string> lines = Enumerable.Range(0, 90).Select(i => $"P{i:D3},train,{(i % 2 == 1 ? $"P{i - 1:D3}" : "")}");
        File.WriteAllLines(Path.Combine(synthetic.Folder, "splits.csv"), ["id,split,near_duplicate_of", .. lines]);
        SegmentationSet set = SegmentationSet.Open(synthetic.Folder);
        for (int seed = 1; seed <= 5; seed++)
        {
            IReadOnlyList<string> apart = HeldOut.Choose(new Recipe { Name = "tiny", Design = "plain", Seed = seed }, set);
            Assert.InRange(apart.Count, 10, 11);
            Assert.All(apart, id => Assert.Contains($"P{int.Parse(id[1..], System.Globalization.CultureInfo.InvariantCulture) ^ 1:D3}", apart));
        }
    }

    [Fact]
    public void Load_MaskThatChangedSinceItWasCached_IsReadAgain()
    {
        SegmentationSet set = SegmentationSet.Open(synthetic.Folder);
        Sample before = set.Load(set.Split("train"), Grid, cache.FullName)[0];
        SyntheticSet.WritePng(synthetic.MaskPath(before.Id), new byte[64 * 64], 64, 64, 1);
        // Older than the cache, as a copy that keeps times is.
        File.SetLastWriteTimeUtc(synthetic.MaskPath(before.Id), DateTime.UtcNow.AddDays(-2));
        Assert.All(set.Load(set.Split("train"), Grid, cache.FullName)[0].Mask, v => Assert.Equal(0, v));
        File.Delete(synthetic.MaskPath(before.Id));
        Assert.Contains("masks/ has no _segmentation.png", LoadFails().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_TwoSetsOfTheSameNames_ShareACacheAndNotTheirPictures()
    {
        using var other = new SyntheticSet(training: 3, validation: 1);
        SyntheticSet.WritePng(other.ImagePath("P000"), new byte[64 * 64 * 3], 64, 64, 3);
        SegmentationSet first = SegmentationSet.Open(synthetic.Folder), second = SegmentationSet.Open(other.Folder);
        Assert.Contains(first.Load(["P000"], Grid, cache.FullName)[0].Pixels, v => v != 0);
        Assert.All(second.Load(["P000"], Grid, cache.FullName)[0].Pixels, v => Assert.Equal(0, v));
    }

    [Fact]
    public void Load_PictureThatIsNotSquare_ComesToTheGridAsTheRecipeFitsIt()
    {
        SyntheticSet.WritePng(synthetic.ImagePath("P000"), [.. Enumerable.Repeat((byte)250, 64 * 32 * 3)], 64, 32, 3);
        SyntheticSet.WritePng(synthetic.MaskPath("P000"), [.. Enumerable.Repeat((byte)255, 64 * 32)], 64, 32, 1);
        SegmentationSet set = SegmentationSet.Open(synthetic.Folder);
        Sample stretched = set.Load(["P000"], Grid, cache.FullName)[0];
        Sample fitted = set.Load(["P000"], DesignGrid.Of(new Recipe { Name = "tiny", Design = "plain", Grid = 32, Fit = "letterbox" }), cache.FullName)[0];
        Assert.All(stretched.Mask, v => Assert.Equal(255, v));
        for (int i = 0; i < 32 * 32; i++)
        {
            bool seen = i / 32 is >= 8 and < 24;
            Assert.Equal((seen ? 255 : 0, seen ? 250 : Networks.Compressor.InputZero), (fitted.Mask[i], fitted.Pixels[i]));
        }
    }

    [Fact]
    public void Load_FolderWithoutMasks_OrEmptySplit_IsNamed()
    {
        Assert.Contains("the split is empty", Assert.Throws<InvalidDataException>(
            () => SegmentationSet.Open(synthetic.Folder).Load([], Grid, cache.FullName)).Message, StringComparison.Ordinal);
        Directory.Delete(Path.Combine(synthetic.Folder, "masks"), recursive: true);
        Assert.Contains("has no folder masks/", LoadFails().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_PictureNamedTwice_IsNamed()
    {
        File.AppendAllText(Path.Combine(synthetic.Folder, "splits.csv"), "P001,val,\n");
        Assert.Contains("line 6 names P001 again", Assert.Throws<InputException>(() => SegmentationSet.Open(synthetic.Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_OnABadFolder_StopsBeforeAnythingIsTrained()
    {
        string run = Path.Combine(cache.FullName, "run");
        File.Delete(synthetic.MaskPath("P000"));
        var recipe = new Recipe { Name = "tiny", Design = "plain", Grid = 64, Batch = 1, Epochs = 1 };
        string message = Assert.Throws<InvalidDataException>(() => Commands.TrainCommand.Run(recipe, synthetic.Folder, run, false, null, null, null, 1)).Message;
        Assert.Contains("P000: masks/ has no _segmentation.png", message, StringComparison.Ordinal);
        Assert.False(Checkpoint.Exists(run));
        Assert.False(File.Exists(Path.Combine(run, "log.csv")));
    }

    [Fact]
    public void Train_FaultsInTrainingAndHeldOutPictures_AreNamedTogether()
    {
        string run = Path.Combine(cache.FullName, "run");
        foreach (string id in (string[])["P000", "P001", "P002"]) { File.Delete(synthetic.MaskPath(id)); }
        var recipe = new Recipe { Name = "tiny", Design = "plain", Grid = 64, Batch = 1, Epochs = 1 };
        string message = Assert.Throws<InvalidDataException>(() => Commands.TrainCommand.Run(recipe, synthetic.Folder, run, false, null, null, null, 1)).Message;
        Assert.Contains("3 of 3 pictures cannot be used", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_OnOnePicture_SaysThatItIsHeldOut()
    {
        using var one = new SyntheticSet(training: 1, validation: 1);
        var recipe = new Recipe { Name = "tiny", Design = "plain", Grid = 64, Batch = 1, Epochs = 1 };
        string message = Assert.Throws<InvalidDataException>(
            () => Commands.TrainCommand.Run(recipe, one.Folder, Path.Combine(cache.FullName, "run"), false, null, null, null, 1)).Message;
        Assert.Contains("0 training pictures, beside 1 held out; a batch has 1", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoIndex_OrNoSuchSplit_IsNamed()
    {
        Assert.Contains("no split 'test'", Assert.Throws<InvalidDataException>(() => SegmentationSet.Open(synthetic.Folder).Split("test")).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(synthetic.Folder, "splits.csv"));
        Assert.Contains("has no splits.csv", Assert.Throws<InputException>(() => SegmentationSet.Open(synthetic.Folder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"P009\",val,", "line 6 has a quotation mark")]
    [InlineData("P009,val,\"\"", "line 6 has a quotation mark")]
    [InlineData(" P009,val,", "line 6 has spaces around 'P009'")]
    [InlineData("P009, val,", "line 6 has spaces around 'val'")]
    [InlineData("P009,val,P001 ", "line 6 has spaces around 'P001'")]
    public void Open_CellThatIsNotPlain_IsNamedByItsLine(string line, string expected)
    {
        File.AppendAllText(Path.Combine(synthetic.Folder, "splits.csv"), line + "\n");
        Assert.Contains(expected, Assert.Throws<InputException>(() => SegmentationSet.Open(synthetic.Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NearDuplicateAcrossSplits_LeavesTheTrainingOneOut()
    {
        File.WriteAllText(Path.Combine(synthetic.Folder, "splits.csv"), "id,split,near_duplicate_of\r\nP000,train,P003\r\nP001,train,P002\r\nP002,train,P001\r\nP003,val,\r\n");
        SegmentationSet set = SegmentationSet.Open(synthetic.Folder);
        Assert.Equal(["P001", "P002"], set.Split("train"));
        Assert.Equal(["P003"], set.Split("val"));
    }

    public void Dispose()
    {
        synthetic.Dispose();
        cache.Delete(recursive: true);
    }
}
