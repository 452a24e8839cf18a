using EdgeCodec.Tests;
using Xunit;

namespace EdgeCodec.Cloud.Tests;

public class ModelFolderTests
{
    [Fact]
    public void Open_WholeModel_HasItsParts()
    {
        using TestModel model = TestModel.Whole();
        model.Write("heads/another.onnx", [1]).Write("heads/notes.txt", [1]);
        ModelFolder folder = ModelFolder.Open(model.Path + Path.DirectorySeparatorChar);
        Assert.Equal(model.Path, folder.Path);
        Assert.Equal(Path.GetFileName(model.Path), folder.Name);
        Assert.Equal(model.Edge.IdentityHex, folder.Edge!.IdentityHex);
        Assert.Equal(Path.Combine(model.Path, "decoder.onnx"), folder.DecoderPath);
        Assert.Equal(["another", "lesion"], folder.HeadNames);
        Assert.Equal(Path.Combine(model.Path, "heads", "lesion.onnx"), folder.HeadPath("lesion"));
    }

    [Fact]
    public void Open_HeadsAlone_IsAnUncompressedReference()
    {
        using var temporary = new TemporaryFolder();
        temporary.Write("heads/lesion.onnx", [1]);
        ModelFolder folder = ModelFolder.Open(temporary.Path);
        Assert.Null(folder.Edge);
        Assert.Null(folder.DecoderPath);
        Assert.Equal(["lesion"], folder.HeadNames);
    }

    [Fact]
    public void Open_Name_IsFoundUnderModelsAboveTheExecutable()
    {
        string name = "found-" + Guid.NewGuid().ToString("n");
        string path = Path.Combine(AppContext.BaseDirectory, "models", name);
        // A folder of the same name that is no model, such as a data set's, does not hide it.
        string other = Path.Combine(Directory.GetCurrentDirectory(), name);
        Directory.CreateDirectory(other);
        Directory.CreateDirectory(path);
        try
        {
            File.WriteAllBytes(Path.Combine(path, "edge.ecm"), ThresholdModel.Parts(ThresholdModel.PictureGrid()).Write());
            Assert.Equal(path, ModelFolder.Open(name).Path);
        }
        finally
        {
            Directory.Delete(path, recursive: true);
            Directory.Delete(other);
        }
    }

    [Fact]
    public void Open_NothingThere_NamesWhatWasLookedFor()
    {
        CloudErrors.Expect(CloudStatus.ModelNotFound, () => ModelFolder.Open("no-such-model"), "no-such-model", AppContext.BaseDirectory);
        CloudErrors.Expect(CloudStatus.ModelNotFound, () => ModelFolder.Open("models/no-such-model"), "no-such-model");
        Assert.Throws<ArgumentException>(() => ModelFolder.Open(" "));
    }

    [Fact]
    public void Open_AFile_IsNotAFolder()
    {
        using TestModel model = TestModel.Whole();
        string path = Path.Combine(model.Path, "edge.ecm");
        CloudErrors.Expect(CloudStatus.ModelNotFound, () => ModelFolder.Open(path), path, "is a file");
    }

    [Fact]
    public void Open_FolderWithoutAModel_IsIncomplete()
    {
        using var temporary = new TemporaryFolder();
        CloudErrors.Expect(CloudStatus.ModelIncomplete, () => ModelFolder.Open(temporary.Path), temporary.Path, "edge.ecm");
        temporary.Write("decoder.onnx", [1]);
        CloudErrors.Expect(CloudStatus.ModelIncomplete, () => ModelFolder.Open(temporary.Path), "decoder.onnx", "no edge.ecm");
    }

    [Fact]
    public void Open_IdentityThatIsNotTheDigest_IsRefused()
    {
        ModelParts parts = ThresholdModel.Parts(ThresholdModel.PictureGrid());
        using var temporary = new TemporaryFolder();
        // A file whose checksum is right and whose stated identity is not the digest: the edge cannot see it.
        byte[] lying = EdgeModelWriter.Write(
            parts.Grid, parts.Layers, parts.Latent, parts.Context, parts.Name, parts.Note, _ => new byte[32]);
        string path = temporary.Write("edge.ecm", lying);
        var e = Errors.Expect(EdgeCodecStatus.ModelIdentityMismatch, () => ModelFolder.Open(temporary.Path));
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
        Assert.Contains(parts.Build().IdentityHex, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, EdgeCodecStatus.ModelTruncated)]
    [InlineData(40, EdgeCodecStatus.ModelTruncated)]
    [InlineData(-1, EdgeCodecStatus.ModelDamaged)]
    public void Open_BrokenEdgeModel_NamesTheFile(int length, EdgeCodecStatus expected)
    {
        byte[] edge = ThresholdModel.Parts(ThresholdModel.PictureGrid()).Write();
        edge[^1] ^= 1;
        using var temporary = new TemporaryFolder();
        string path = temporary.Write("edge.ecm", length < 0 ? edge : edge[..length]);
        var e = Errors.Expect(expected, () => ModelFolder.Open(temporary.Path));
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HeadPath_UnknownHead_NamesThoseThereAre()
    {
        using TestModel model = TestModel.Whole();
        CloudErrors.Expect(CloudStatus.HeadUnknown, () => model.Open().HeadPath("tumour"), "'tumour'", "'lesion'");
        CloudErrors.Expect(CloudStatus.HeadUnknown, () => model.Open().HeadPath("../decoder"), "'../decoder'");
    }
}
