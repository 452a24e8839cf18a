using EdgeCodec.Training.Onnx;
using Google.Protobuf;

namespace EdgeCodec.Cloud.Tests;

/// <summary>Tiny ONNX networks that go with <see cref="ThresholdModel"/>, written by the exporter's graph writer.</summary>
internal static class TestNetworks
{
    /// <summary>map = (latent + 1) / 2: 1 where the source is dark.</summary>
    public static byte[] Decoder(EdgeModel edge, Action<Dictionary<string, string>>? change = null) => Build(
        "latent", 1, edge.Grid.Size, "map", 1, DecoderMetadata(edge, change), (graph, x) => graph.Affine(x, 0.5f, 0.5f));

    /// <summary>logits = 2 map - 1.</summary>
    public static byte[] Head(EdgeModel edge, Action<Dictionary<string, string>>? change = null, float factor = 2, float offset = -1) => Build(
        "map", 1, edge.Grid.Size, "logits", 1, HeadMetadata(edge, change), (graph, x) => graph.Affine(x, factor, offset));

    /// <summary>Three labels: background scores 1/4, the first label 1 - map, the second map - 1/8: dark gives 2, bright 1.</summary>
    public static byte[] SoftmaxHead(EdgeModel edge) => Build(
        "map", 1, edge.Grid.Size, "logits", 3,
        HeadMetadata(edge, m =>
        {
            m["edgecodec.activation"] = "softmax";
            m["edgecodec.labels"] = """["background","skin","lesion"]""";
        }),
        (graph, x) => graph.Concat(graph.Affine(x, 0, 0.25f), graph.Affine(x, -1, 1), graph.Affine(x, 1, -0.125f)));

    /// <summary>An uncompressed reference: logits = sum over channels of 127.5 / 255 - image.</summary>
    public static byte[] ImageHead(Size3 size, string grid, Action<Dictionary<string, string>>? change = null)
    {
        Dictionary<string, string> metadata = HeadMetadata(null, change);
        metadata.TryAdd("edgecodec.grid", grid);
        return Build("image", 3, size, "logits", 1, metadata, (graph, x) =>
            graph.Convolution(x, [-1, -1, -1], [1, 3, 1, 1], [1.5f], 1, [0, 0, 0, 0], 1));
    }

    /// <summary>A network that mixes neighbours, so that items of a batch would show any mix-up.</summary>
    public static byte[] MixingDecoder(EdgeModel edge) => Build(
        "latent", edge.Latent.Channels, edge.Grid.Size, "map", 1, DecoderMetadata(edge, null), (graph, x) =>
        {
            int channels = edge.Latent.Channels;
            float[] weights = [.. Enumerable.Range(0, channels * 9).Select(i => ((i * 7) % 11 / 5f) - 1)];
            return graph.Sigmoid(graph.Convolution(x, weights, [1, channels, 3, 3], [0.1f], 1, [1, 1, 1, 1], 1));
        });

    public static byte[] Build(
        string input, int inputChannels, Size3 size, string output, int outputChannels, Dictionary<string, string> metadata,
        Func<OnnxGraph, string, string> body)
    {
        var graph = new OnnxGraph("test", halfWeights: false);
        string x = graph.Input(input, Shape(inputChannels, size));
        graph.Output(body(graph, x), output, Shape(outputChannels, size));
        return graph.ToBytes(metadata);
    }

    public static Dictionary<string, string> DecoderMetadata(EdgeModel edge, Action<Dictionary<string, string>>? change) =>
        Changed(Common("decoder", edge), change);

    public static Dictionary<string, string> HeadMetadata(EdgeModel? edge, Action<Dictionary<string, string>>? change)
    {
        Dictionary<string, string> metadata = Common("head", edge);
        metadata["edgecodec.head"] = "lesion";
        metadata["edgecodec.version"] = "3";
        metadata["edgecodec.input"] = edge is null ? "image" : "map";
        metadata["edgecodec.activation"] = "sigmoid";
        metadata["edgecodec.labels"] = """["background","lesion"]""";
        return Changed(metadata, change);
    }

    /// <summary>The same file with something changed that the writer would not write.</summary>
    public static byte[] Tamper(byte[] onnx, Action<ModelProto> change)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(onnx);
        change(model);
        model.MetadataProps.Remove(model.MetadataProps.Single(m => m.Key == "edgecodec.digest"));
        return OnnxSeal.Seal(model.ToByteArray());
    }

    private static Dictionary<string, string> Common(string kind, EdgeModel? edge) => new()
    {
        ["edgecodec.kind"] = kind,
        ["edgecodec.model"] = edge?.IdentityHex ?? "none",
        ["edgecodec.name"] = edge?.Name ?? "plain",
    };

    private static Dictionary<string, string> Changed(Dictionary<string, string> metadata, Action<Dictionary<string, string>>? change)
    {
        change?.Invoke(metadata);
        return metadata;
    }

    private static long[] Shape(int channels, Size3 size) =>
        size.D == 1 ? [channels, size.H, size.W] : [channels, size.D, size.H, size.W];
}
