using System.Runtime.InteropServices;
using Google.Protobuf;

namespace EdgeCodec.Training.Onnx;

/// <summary>
/// Writes an ONNX graph node by node. Values are named by the strings that the methods return. Tensors are
/// [N, C, H, W] with a dynamic batch N. Weights are stored as float16 where asked, and widened when the graph is loaded.
/// </summary>
internal sealed class OnnxGraph(string name, bool halfWeights)
{
    private const int Float = 1, Int64 = 7, Float16 = 10;
    private const int OpSet = 17;
    private const int IrVersion = 8;

    private readonly GraphProto graph = new() { Name = name };
    private int values;

    /// <summary>Declares the graph's input.</summary>
    public string Input(string value, params long[] shape)
    {
        graph.Input.Add(Describe(value, shape));
        return value;
    }

    /// <summary>Declares a value as the graph's output under the given name.</summary>
    public void Output(string value, string as_, params long[] shape)
    {
        graph.Node.Add(new NodeProto { OpType = "Identity", Input = { value }, Output = { as_ } });
        graph.Output.Add(Describe(as_, shape));
    }

    /// <summary>Convolution; pads are top, left, bottom, right.</summary>
    public string Convolution(string x, ReadOnlySpan<float> weight, long[] shape, ReadOnlySpan<float> bias, long stride, long[] pads, long groups)
        => Node("Conv", [x, Weights(weight, shape), Weights(bias, [bias.Length])],
            Ints("kernel_shape", shape[2], shape[3]), Ints("strides", stride, stride), Ints("pads", pads), Int("group", groups));

    public string Relu(string x) => Node("Relu", [x]);

    public string Relu6(string x) => Node("Clip", [x, Constant([0f], []), Constant([6f], [])]);

    public string Sigmoid(string x) => Node("Sigmoid", [x]);

    /// <summary>The mean of each channel: [N, C, 1, 1].</summary>
    public string Mean(string x) => Node("GlobalAveragePool", [x]);

    /// <summary>The mean of values of one shape.</summary>
    public string Average(string[] values) => Node("Mean", values);

    /// <summary>Mirrored along these axes.</summary>
    public string Flip(string x, long[] axes)
    {
        string All(long value) => Constant(Enumerable.Repeat(value, axes.Length).ToArray());
        return axes.Length == 0 ? x : Node("Slice", [x, All(-1), All(long.MinValue), Constant(axes), All(-1)]);
    }

    /// <summary>Joins along the batch.</summary>
    public string Stack(string[] parts) => Node("Concat", parts, Int("axis", 0));

    /// <summary>The inverse of <see cref="Stack"/>.</summary>
    public string[] Unstack(string x, int count)
    {
        string[] parts = [.. Enumerable.Range(0, count).Select(_ => Fresh())];
        graph.Node.Add(new NodeProto { OpType = "Split", Name = $"Split_{parts[0]}", Input = { x }, Output = { parts }, Attribute = { Int("axis", 0) } });
        return parts;
    }

    public string Add(string x, string y) => Node("Add", [x, y]);

    /// <summary>x * factor + offset.</summary>
    public string Affine(string x, float factor, float offset)
        => Node("Add", [Node("Mul", [x, Constant([factor], [])]), Constant([offset], [])]);

    /// <summary>Joins along the channels.</summary>
    public string Concat(params string[] parts) => Node("Concat", parts, Int("axis", 1));

    /// <summary>Twice as high and wide, every sample repeated.</summary>
    public string EnlargeTwice(string x)
        => Node("Resize", [x, "", Constant([1f, 1f, 2f, 2f], [4])],
            Text("mode", "nearest"), Text("coordinate_transformation_mode", "asymmetric"), Text("nearest_mode", "floor"));

    /// <summary>[N, 4 C, H, W] to [N, C, 2 H, 2 W], channels as torch's pixel_shuffle takes them.</summary>
    public string PixelShuffle(string x) => Node("DepthToSpace", [x], Int("blocksize", 2), Text("mode", "CRD"));

    /// <summary>The model file, sealed.</summary>
    public byte[] ToBytes(IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var model = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "edgecodec-train",
            Graph = graph,
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = OpSet } },
        };
        foreach ((string key, string value) in metadata) { model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value }); }
        return OnnxSeal.Seal(model.ToByteArray());
    }

    private string Node(string type, string[] inputs, params AttributeProto[] attributes)
    {
        string output = Fresh();
        graph.Node.Add(new NodeProto { OpType = type, Name = $"{type}_{output}", Input = { inputs }, Output = { output }, Attribute = { attributes } });
        return output;
    }

    private string Fresh() => $"v{values++}";

    private string Weights(ReadOnlySpan<float> data, long[] shape)
    {
        if (!halfWeights) { return Constant(data, shape); }
        var halves = new Half[data.Length];
        for (int i = 0; i < halves.Length; i++) { halves[i] = (Half)data[i]; }
        string stored = Tensor(Float16, MemoryMarshal.AsBytes<Half>(halves), shape);
        return Node("Cast", [stored], Int("to", Float));
    }

    private string Constant(ReadOnlySpan<float> data, long[] shape) => Tensor(Float, MemoryMarshal.AsBytes(data), shape);

    private string Constant(long[] data) => Tensor(Int64, MemoryMarshal.AsBytes<long>(data), [data.Length]);

    private string Tensor(int type, ReadOnlySpan<byte> raw, long[] shape)
    {
        string value = Fresh();
        graph.Initializer.Add(new TensorProto { Name = value, DataType = type, Dims = { shape }, RawData = ByteString.CopyFrom(raw) });
        return value;
    }

    private static ValueInfoProto Describe(string value, long[] shape)
    {
        var dimensions = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimParam = "N" } } };
        dimensions.Dim.AddRange(shape.Select(d => new TensorShapeProto.Types.Dimension { DimValue = d }));
        return new ValueInfoProto { Name = value, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = Float, Shape = dimensions } } };
    }

    private static AttributeProto Int(string name, long value) => new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    private static AttributeProto Ints(string name, params long[] values) => new() { Name = name, Ints = { values }, Type = AttributeProto.Types.AttributeType.Ints };

    private static AttributeProto Text(string name, string value)
        => new() { Name = name, S = ByteString.CopyFromUtf8(value), Type = AttributeProto.Types.AttributeType.String };
}
