using EdgeCodec.Training.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeCodec.Training.Tests.Onnx;

/// <summary>Runs a graph of one input `x` [N, ...] and one output `y` in ONNX Runtime, as the cloud does.</summary>
internal static class GraphRun
{
    /// <param name="build">From the name of the input to the name of the value that is the output.</param>
    /// <param name="input">Shape of the input without N.</param>
    /// <param name="output">Shape of the output without N, as the graph declares it.</param>
    /// <param name="x">As many inputs as fit: N follows.</param>
    /// <param name="halfWeights">Whether weights are stored as float16.</param>
    public static float[] Of(Func<OnnxGraph, string, string> build, long[] input, long[] output, float[] x, bool halfWeights = false)
    {
        var graph = new OnnxGraph("test", halfWeights);
        graph.Output(build(graph, graph.Input("x", input)), "y", output);
        using var session = new InferenceSession(graph.ToBytes([]));
        int batch = x.Length / (int)input.Aggregate(1L, (a, b) => a * b);
        var tensor = new DenseTensor<float>(x, [batch, .. input.Select(d => (int)d)]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("x", tensor)]);
        Tensor<float> y = results[0].AsTensor<float>();
        int[] shape = [batch, .. output.Select(d => (int)d)];
        return shape.AsSpan().SequenceEqual(y.Dimensions)
            ? [.. y]
            : throw new InvalidDataException($"the output is [{string.Join(", ", y.Dimensions.ToArray())}], expected [{string.Join(", ", shape)}]");
    }

    /// <summary>Values that differ from each other and are exact in float16: no rounding hides a wrong place.</summary>
    public static float[] Ramp(int count) => [.. Enumerable.Range(0, count).Select(i => ((i * 37 % 101) - 50) / 8f)];
}
