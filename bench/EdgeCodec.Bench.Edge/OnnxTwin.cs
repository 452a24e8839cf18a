using System.Collections.Immutable;
using System.Runtime.InteropServices;
using EdgeCodec.Training.Onnx;
using Google.Protobuf;

namespace EdgeCodec.Bench.Edge;

/// <summary>How ONNX Runtime gets the network.</summary>
internal enum TwinForm
{
    /// <summary>QLinearConv, u8 activations and s8 weights.</summary>
    QLinear,

    /// <summary>Convolutions between dequantisation and quantisation, which ONNX Runtime fuses.</summary>
    QuantizeDequantize,

    /// <summary>Convolutions in float32 with the same weights.</summary>
    Float,
}

/// <summary>
/// The network of an edge model as an ONNX graph. Activations have scale 1 and the model's zero points; a weight's
/// scale is its channel's multiplier / 2^shift, so that a requantised sample differs from ECM §3 by its rounding only.
/// The last layer gives u8 around 128, whose comparison with 128 is the latent bit.
/// </summary>
internal sealed class OnnxTwin
{
    private const int Float32 = 1, UInt8 = 2, Int8 = 3, Int32 = 6; // of TensorProto
    private const int OpSet = 17;
    private const int IrVersion = 8;
    private const byte BitZero = 128;

    private readonly GraphProto _graph = new() { Name = "edge" };
    private readonly TwinForm _form;
    private int _values;

    private OnnxTwin(TwinForm form) => _form = form;

    /// <summary>The model file. Input "grid": [1, C, H, W], or [1, H, W, C] if <paramref name="channelsLast"/>; output "latent".</summary>
    public static byte[] Write(EdgeModel model, TwinForm form, bool channelsLast) => new OnnxTwin(form).Write(model, channelsLast);

    private byte[] Write(EdgeModel model, bool channelsLast)
    {
        GridSpec grid = model.Grid;
        if (grid.Depth != 1) { throw new NotSupportedException("a model of pictures, one slice deep, is compared"); }
        int type = _form == TwinForm.Float ? Float32 : UInt8;
        long[] shape = channelsLast ? [1, grid.Height, grid.Width, grid.Channels] : [1, grid.Channels, grid.Height, grid.Width];
        _graph.Input.Add(Describe("grid", type, shape));
        string x = channelsLast ? Node("Transpose", ["grid"], Ints("perm", 0, 3, 1, 2)) : "grid";
        int zero = model.Layers[0].InZero;
        for (int i = 0; i < model.Layers.Count; i++)
        {
            ConvLayer layer = model.Layers[i];
            if (layer.InZero != zero) { throw new NotSupportedException($"layer {i} pads with {layer.InZero}, expected the zero point {zero} of its input"); }
            zero = layer.Output == ConvOutput.LatentSign ? BitZero : layer.OutZero;
            x = _form switch
            {
                TwinForm.QLinear => QLinear(x, layer, zero),
                TwinForm.QuantizeDequantize => QuantizeDequantize(x, layer, zero),
                _ => Float(x, layer),
            };
        }
        _graph.Node.Add(new NodeProto { OpType = "Identity", Input = { x }, Output = { "latent" } });
        _graph.Output.Add(Describe("latent", type, [1, model.Latent.Channels, model.Latent.Height, model.Latent.Width]));
        var file = new ModelProto { IrVersion = IrVersion, Graph = _graph, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = OpSet } } };
        return file.ToByteArray();
    }

    private string QLinear(string x, ConvLayer layer, int outZero) => Node(
        "QLinearConv",
        [x, Scalar(1f), Zero(layer.InZero), Weights(layer), Floats(Scales(layer)), Tensor<sbyte>(Int8, new sbyte[layer.OutChannels]),
            Scalar(1f), Zero(outZero), Tensor(Int32, Bias(layer))],
        Geometry(layer));

    private string QuantizeDequantize(string x, ConvLayer layer, int outZero)
    {
        string scales = Floats(Scales(layer));
        string real = Node("DequantizeLinear", [x, Scalar(1f), Zero(layer.InZero)]);
        string weights = Node("DequantizeLinear", [Weights(layer), scales], Int("axis", 0));
        string bias = Node("DequantizeLinear", [Tensor(Int32, Bias(layer)), scales], Int("axis", 0));
        return Node("QuantizeLinear", [Node("Conv", [real, weights, bias], Geometry(layer)), Scalar(1f), Zero(outZero)]);
    }

    /// <summary>Samples less their zero point; where that is 0, requantisation is ReLU.</summary>
    private string Float(string x, ConvLayer layer)
    {
        float[] scales = Scales(layer);
        int fan = layer.Weights.Length / layer.OutChannels;
        float[] weights = [.. Reordered(layer).Select((w, i) => w * scales[i / fan])];
        float[] bias = [.. Bias(layer).Select((b, o) => b * scales[o])];
        string y = Node("Conv", [x, Floats(weights, Shape(layer)), Floats(bias)], Geometry(layer));
        if (layer.Output == ConvOutput.LatentSign) { return y; }
        return layer.OutZero == 0 ? Node("Relu", [y]) : Node("Clip", [y, Scalar(-layer.OutZero), Scalar(255f - layer.OutZero)]);
    }

    private static float[] Scales(ConvLayer layer) => layer.Output == ConvOutput.LatentSign
        ? [.. Enumerable.Repeat(1f, layer.OutChannels)]
        : [.. layer.Multiplier.Select((m, o) => (float)Math.ScaleB(m, -layer.Shift[o]))];

    /// <summary>ECM folds the input's zero point into the bias; ONNX subtracts it itself.</summary>
    private static int[] Bias(ConvLayer layer)
    {
        int fan = layer.Weights.Length / layer.OutChannels;
        return [.. layer.Bias.Select((b, o) => b + (layer.InZero * layer.Weights.AsSpan().Slice(o * fan, fan).ToArray().Sum(w => w)))];
    }

    private static long[] Shape(ConvLayer layer) => [layer.OutChannels, InputsOf(layer), layer.Kernel.H, layer.Kernel.W];

    private static int InputsOf(ConvLayer layer) => layer.Depthwise ? 1 : layer.InChannels;

    /// <summary>From [out][kH][kW][in] to [out][in][kH][kW].</summary>
    private string Weights(ConvLayer layer) => Tensor(Int8, Reordered(layer), Shape(layer));

    private static sbyte[] Reordered(ConvLayer layer)
    {
        int taps = layer.Kernel.H * layer.Kernel.W;
        var reordered = new sbyte[layer.Weights.Length];
        for (int o = 0, at = 0; o < layer.OutChannels; o++)
        {
            for (int t = 0; t < taps; t++)
            {
                for (int i = 0; i < InputsOf(layer); i++, at++)
                {
                    reordered[(((o * InputsOf(layer)) + i) * taps) + t] = layer.Weights[at];
                }
            }
        }
        return reordered;
    }

    private static AttributeProto[] Geometry(ConvLayer l) =>
    [
        Ints("kernel_shape", l.Kernel.H, l.Kernel.W), Ints("strides", l.Stride.H, l.Stride.W), Ints("dilations", l.Dilation.H, l.Dilation.W),
        Ints("pads", l.PadBefore.H, l.PadBefore.W, l.PadAfter.H, l.PadAfter.W), Int("group", l.Depthwise ? l.InChannels : 1),
    ];

    private string Scalar(float value) => Tensor(Float32, [value], []);

    private string Zero(int value) => Tensor(UInt8, [(byte)value], []);

    private string Floats(float[] values, long[]? shape = null) => Tensor(Float32, values, shape);

    private string Tensor<T>(int type, T[] data, long[]? shape = null)
        where T : unmanaged
    {
        string value = $"v{_values++}";
        ByteString raw = ByteString.CopyFrom(MemoryMarshal.AsBytes<T>(data));
        _graph.Initializer.Add(new TensorProto { Name = value, DataType = type, Dims = { shape ?? [data.Length] }, RawData = raw });
        return value;
    }

    private string Node(string type, string[] inputs, params AttributeProto[] attributes)
    {
        string output = $"v{_values++}";
        _graph.Node.Add(new NodeProto { OpType = type, Name = $"{type}_{output}", Input = { inputs }, Output = { output }, Attribute = { attributes } });
        return output;
    }

    private static ValueInfoProto Describe(string value, int type, long[] shape)
    {
        var dimensions = new TensorShapeProto();
        dimensions.Dim.AddRange(shape.Select(d => new TensorShapeProto.Types.Dimension { DimValue = d }));
        return new ValueInfoProto { Name = value, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = type, Shape = dimensions } } };
    }

    private static AttributeProto Int(string name, long value) => new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    private static AttributeProto Ints(string name, params long[] values) => new() { Name = name, Ints = { values }, Type = AttributeProto.Types.AttributeType.Ints };
}
