using EdgeCodec.Cli;
using EdgeCodec.Training.Commands;
using EdgeCodec.Training.Onnx;
using Xunit;

namespace EdgeCodec.Training.Tests;

public sealed class SealCommandTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("edgecodec-seal-");

    private string Network(params KeyValuePair<string, string>[] metadata)
    {
        var graph = new OnnxGraph("test", halfWeights: false);
        graph.Output(graph.Affine(graph.Input("map", 1, 8, 8), 1, 0), "logits", 1, 8, 8);
        string path = Path.Combine(folder.FullName, "lesion.onnx");
        File.WriteAllBytes(path, graph.ToBytes(metadata));
        return path;
    }

    [Fact]
    public void Seal_ChangedNetwork_MakesItRunAgain_AndAnUnchangedOneStays()
    {
        string path = Network(KeyValuePair.Create("edgecodec.kind", "head"));
        byte[] written = File.ReadAllBytes(path);
        OnnxSeal.Verify(path, written);
        SealCommand.Run(path);
        Assert.Equal(written, File.ReadAllBytes(path));

        // Another tool writes what it knows, without the digest or with one that no longer holds.
        foreach (byte[] changed in (byte[][])[written[..^86], [.. written[..^1], (byte)(written[^1] ^ 1)]])
        {
            File.WriteAllBytes(path, changed);
            Assert.Throws<CloudException>(() => OnnxSeal.Verify(path, changed));
            SealCommand.Run(path);
            Assert.Equal(written, File.ReadAllBytes(path));
        }
    }

    [Fact]
    public void Seal_WhatIsNoNetworkOfOurs_IsRefused_AndLeftAlone()
    {
        string path = Network();
        byte[] written = File.ReadAllBytes(path);
        Assert.Contains("has no metadata 'edgecodec.kind'", Assert.Throws<InvalidDataException>(() => SealCommand.Run(path)).Message, StringComparison.Ordinal);
        Assert.Equal(written, File.ReadAllBytes(path));
        File.WriteAllText(path, "no network at all");
        Assert.Contains("is no ONNX file", Assert.Throws<InvalidDataException>(() => SealCommand.Run(path)).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => SealCommand.Run(path + ".missing"));
    }

    public void Dispose() => folder.Delete(recursive: true);
}
