using EdgeCodec.Training.Networks;
using EdgeCodec.Training.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Export;

/// <summary>The cloud networks as ONNX graphs, batch normalisation folded.</summary>
internal static class OnnxExport
{
    /// <summary>g: `latent` [N, C, side/16, side/16] to `map` [N, 1, side, side].</summary>
    public static byte[] Decoder(ReconstructionNetwork g, int side, bool halfWeights, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        using var scope = NewDisposeScope();
        var graph = new OnnxGraph("g", halfWeights);
        string x = graph.Input("latent", g.layers[0].Inputs, side / 16, side / 16);
        for (int i = 0; i < g.layers.Length; i++)
        {
            if (ReconstructionNetwork.EnlargesBefore(i)) { x = graph.EnlargeTwice(x); }
            x = Convolution(graph, x, g.layers[i]);
        }
        graph.Output(graph.Sigmoid(graph.PixelShuffle(x)), "map", g.layers[^1].Outputs / 4, side, side);
        return graph.ToBytes(metadata);
    }

    /// <summary>s: `map` or `image` [N, 1 or 3, side, side] to `logits` [N, 1, side, side].</summary>
    /// <param name="s">The segmentor.</param>
    /// <param name="readsPicture">Whether the input is the picture; else it is a map.</param>
    /// <param name="views">Mirrored views whose logits are averaged.</param>
    /// <param name="side">Of the input.</param>
    /// <param name="halfWeights">Whether weights are stored as float16.</param>
    /// <param name="metadata">Of the model file.</param>
    public static byte[] Head(
        SegmentorNetwork s, bool readsPicture, int views, int side, bool halfWeights, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        using var scope = NewDisposeScope();
        var graph = new OnnxGraph("s", halfWeights);
        string x = graph.Affine(graph.Input(readsPicture ? "image" : "map", s.Inputs, side, side), 2, -1);
        long[][] mirrors = SegmentorNetwork.Mirrors(views);
        if (views > 1) { x = graph.Stack([.. mirrors.Select(axes => graph.Flip(x, axes))]); }
        string logits = graph.PixelShuffle(s is SmallSegmentor small ? Logits(graph, x, small) : Logits(graph, x, (SegmentationNetwork)s));
        if (views > 1) { logits = graph.Average([.. graph.Unstack(logits, views).Zip(mirrors, graph.Flip)]); }
        graph.Output(logits, "logits", 1, side, side);
        return graph.ToBytes(metadata);
    }

    /// <summary>A classifier: `map` or `image` [N, 1 or 3, side, side] to `probabilities` [N, 2, 1, 1], of the class and of its absence first.</summary>
    public static byte[] Classifier(ClassifierNetwork network, int side, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        using var scope = NewDisposeScope();
        var graph = new OnnxGraph("classifier", halfWeights: true);
        string x = graph.Affine(graph.Input("map", network.Inputs, side, side), 2, -1);
        foreach (CloudConvolution layer in network.layers) { x = Convolution(graph, x, layer); }
        string p = graph.Sigmoid(Convolution(graph, graph.Mean(x), network.decision));
        graph.Output(graph.Concat(graph.Affine(p, -1, 1), p), "probabilities", 2, 1, 1);
        return graph.ToBytes(metadata);
    }

    private static string Logits(OnnxGraph graph, string x, SegmentationNetwork s)
    {
        string[] skips = Encoder(graph, x, s.encoder);
        x = skips[4];
        CloudConvolution[] ups = [s.up16, s.up8, s.up4, s.up2];
        for (int i = 0; i < ups.Length; i++)
        {
            x = Convolution(graph, graph.Concat(graph.EnlargeTwice(x), skips[3 - i]), ups[i]);
        }
        return Convolution(graph, x, s.head);
    }

    private static string Logits(OnnxGraph graph, string x, SmallSegmentor s)
    {
        List<string> levels = [Convolution(graph, x, s.down[0])];
        for (int i = 1; i < s.down.Length; i += 2) { levels.Add(Convolution(graph, Convolution(graph, levels[^1], s.down[i]), s.down[i + 1])); }
        x = levels[^1];
        for (int i = 0; i < s.up.Length - 1; i++)
        {
            x = Convolution(graph, graph.Concat(graph.EnlargeTwice(x), levels[levels.Count - 2 - i]), s.up[i]);
        }
        return Convolution(graph, x, s.up[^1]);
    }

    private static string[] Encoder(OnnxGraph graph, string x, MobileNetEncoder encoder)
    {
        List<string> skips = [];
        x = Convolution(graph, x, encoder.stem);
        foreach (MobileNetEncoder.Block block in encoder.blocks)
        {
            string y = block.Expand is null ? x : Convolution(graph, x, block.Expand);
            y = Convolution(graph, Convolution(graph, y, block.Depthwise), block.Project);
            x = block.Residual ? graph.Add(x, y) : y;
            if (MobileNetEncoder.SkipBlocks.Contains(block.Index)) { skips.Add(x); }
        }
        return [.. skips];
    }

    private static string Convolution(OnnxGraph graph, string x, CloudConvolution layer)
    {
        (Tensor weight, Tensor bias) = layer.Folded();
        x = graph.Convolution(x, weight.contiguous().data<float>().ToArray(), weight.shape, bias.contiguous().data<float>().ToArray(), layer.Stride, layer.Pads, layer.Groups);
        return layer.Activation switch
        {
            Activation.Relu => graph.Relu(x),
            Activation.Relu6 => graph.Relu6(x),
            _ => x,
        };
    }
}
