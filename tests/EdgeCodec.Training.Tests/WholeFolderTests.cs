using System.Text;
using EdgeCodec.Training.Export;
using Xunit;

namespace EdgeCodec.Training.Tests;

public sealed class WholeFolderTests : IDisposable
{
    private readonly DirectoryInfo parent = Directory.CreateTempSubdirectory("edgecodec-folder-");

    private string Model => Path.Combine(parent.FullName, "model");

    private static (string Name, byte[] Bytes)[] Files(char letter)
        => [("edge.ecm", new byte[100]), ("decoder.onnx", Encoding.ASCII.GetBytes(new string(letter, 100))), (Path.Combine("heads", "lesion.onnx"), new byte[100])];

    private string[] Names() => [.. Directory.GetFileSystemEntries(parent.FullName, "*", SearchOption.AllDirectories).Select(p => Path.GetRelativePath(parent.FullName, p)).Order(StringComparer.Ordinal)];

    [Theory]
    [InlineData(0)]
    [InlineData(150)]
    [InlineData(250)]
    public void Write_ANewFolder_DiskFull_LeavesNone(long room)
    {
        Assert.Throws<IOException>(() => WholeFolder.Write(Model, Files('a'), new FullDisk(room).Create));
        Assert.Empty(Names());
        WholeFolder.Write(Model + Path.DirectorySeparatorChar, Files('a'));
        Assert.Equal(["model", "model/decoder.onnx", "model/edge.ecm", "model/heads", "model/heads/lesion.onnx"], Names());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(150)]
    [InlineData(250)]
    public void Write_OverAFolder_DiskFull_LeavesItAsItWas(long room)
    {
        WholeFolder.Write(Model, Files('a'));
        File.WriteAllText(Path.Combine(Model, "CARD.md"), "by hand");
        string[] names = Names();
        Assert.Throws<IOException>(() => WholeFolder.Write(Model, Files('b'), new FullDisk(room).Create));
        Assert.Equal(names, Names());
        Assert.StartsWith("aaa", File.ReadAllText(Path.Combine(Model, "decoder.onnx")), StringComparison.Ordinal);
        WholeFolder.Write(Model, Files('b'));
        Assert.Equal(names, Names());
        Assert.StartsWith("bbb", File.ReadAllText(Path.Combine(Model, "decoder.onnx")), StringComparison.Ordinal);
    }

    public void Dispose() => parent.Delete(recursive: true);
}
