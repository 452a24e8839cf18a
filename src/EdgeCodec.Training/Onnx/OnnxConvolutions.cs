using System.Runtime.InteropServices;
using Google.Protobuf;

namespace EdgeCodec.Training.Onnx;

/// <summary>Weights [out, in/groups, k, k] and bias [out] of one convolution of a graph, as float32.</summary>
internal sealed record OnnxConvolution(long[] Shape, float[] Weight, float[] Bias);

/// <summary>Reads back the convolutions of a graph that <see cref="OnnxGraph"/> wrote, in the order in which it wrote them.</summary>
internal static class OnnxConvolutions
{
    private const int Float = 1, Float16 = 10;

    /// <exception cref="InvalidDataException">Not such a file; the text names it.</exception>
    public static IReadOnlyList<OnnxConvolution> Read(string path)
    {
        try
        {
            byte[] file = File.ReadAllBytes(path);
            OnnxSeal.Verify(path, file);
            GraphProto graph = ModelProto.Parser.ParseFrom(file).Graph ?? throw new InvalidDataException($"{path}: has no graph");
            Dictionary<string, TensorProto> stored = graph.Initializer.ToDictionary(t => t.Name);
            // Weights kept as float16 are widened by a node of their own.
            Dictionary<string, string> casts = graph.Node.Where(n => n.OpType == "Cast").ToDictionary(n => n.Output[0], n => n.Input[0]);
            TensorProto Stored(string value) => stored.TryGetValue(casts.GetValueOrDefault(value, value), out TensorProto? tensor)
                ? tensor
                : throw new InvalidDataException($"{path}: a convolution's '{value}' is no constant");
            return [.. graph.Node.Where(n => n.OpType == "Conv").Select(n =>
            {
                TensorProto weight = Stored(n.Input[1]);
                return new OnnxConvolution([.. weight.Dims], Values(weight, path), Values(Stored(n.Input[2]), path));
            })];
        }
        catch (CloudException e) { throw new InvalidDataException(e.Message, e); }
        catch (InvalidProtocolBufferException e) { throw new InvalidDataException($"{path}: is no ONNX file: {e.Message}", e); }
    }

    private static float[] Values(TensorProto tensor, string path) => tensor.DataType switch
    {
        Float => MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray(),
        Float16 => [.. MemoryMarshal.Cast<byte, Half>(tensor.RawData.Span).ToArray().Select(h => (float)h)],
        _ => throw new InvalidDataException($"{path}: weights of ONNX type {tensor.DataType}; float32 or float16"),
    };
}
