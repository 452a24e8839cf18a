using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace EdgeCodec;

/// <summary>Section <c>NETW</c> (ECM §3) in bytes.</summary>
internal static class NetworkSection
{
    private const int MaxLayers = 64;
    private const int MaxChannels = 4096;
    private const int MaxPad = 120;
    private const byte OpConvolution = 1;
    private const byte OpDepthwise = 2;

    /// <param name="reader">At the start of the section.</param>
    /// <param name="grid">Gives the shape of the first layer's input.</param>
    /// <param name="output">Size of the last layer's output.</param>
    public static ImmutableArray<ConvLayer> Read(ref SectionReader reader, GridSpec grid, out Size3 output)
    {
        int count = reader.U32("layer_count", 1, MaxLayers);
        var layers = ImmutableArray.CreateBuilder<ConvLayer>(count);
        output = grid.Size;
        int channels = grid.Channels;
        var bounds = new WorkBounds();
        bounds.AddTensor(reader, grid.SampleCount, 0, reader.Offset);
        for (int i = 0; i < count; i++)
        {
            reader.Enter("layer", i);
            ConvLayer layer = ReadLayer(ref reader, output, channels, isLast: i == count - 1, ref bounds);
            layers.Add(layer);
            output = layer.OutputSize(output);
            channels = layer.OutChannels;
        }
        reader.Leave();
        reader.End();
        return layers.MoveToImmutable();
    }

    public static void Write(IReadOnlyList<ConvLayer> layers, SectionBuilder builder)
    {
        builder.U32(layers.Count);
        for (int i = 0; i < layers.Count; i++)
        {
            ConvLayer layer = layers[i];
            CheckLengths(layer, $"NETW layer {i}");
            builder.U8(layer.Depthwise ? OpDepthwise : OpConvolution);
            builder.U8((byte)layer.Output);
            builder.U8(layer.InZero);
            builder.U8(layer.OutZero);
            builder.U32(layer.InChannels);
            builder.U32(layer.OutChannels);
            builder.U8x3(layer.Kernel);
            builder.U8x3(layer.Stride);
            builder.U8x3(layer.Dilation);
            builder.U8x3(layer.PadBefore);
            builder.U8x3(layer.PadAfter);
            builder.U8(0);
            foreach (int bias in layer.Bias)
            {
                builder.S32(bias);
            }
            foreach (uint multiplier in layer.Multiplier)
            {
                builder.U32(multiplier);
            }
            builder.Raw(layer.Shift.AsSpan());
            builder.Raw(MemoryMarshal.AsBytes(layer.Weights.AsSpan()));
        }
    }

    private static void CheckLengths(ConvLayer layer, string where)
    {
        int requantized = layer.Output == ConvOutput.Requantized ? layer.OutChannels : 0;
        SectionBuilder.CheckLength(where, "bias", layer.Bias, layer.OutChannels);
        SectionBuilder.CheckLength(where, "multiplier", layer.Multiplier, requantized);
        SectionBuilder.CheckLength(where, "shift", layer.Shift, requantized);
        SectionBuilder.CheckLength(where, "weights", layer.Weights, (long)layer.Fan * layer.OutChannels);
    }

    private static ConvLayer ReadLayer(ref SectionReader reader, Size3 input, int channels, bool isLast, ref WorkBounds bounds)
    {
        int start = reader.Offset;
        bool depthwise = reader.U8("op", OpConvolution, OpDepthwise) == OpDepthwise;
        int kind = isLast ? (int)ConvOutput.LatentSign : (int)ConvOutput.Requantized;
        var output = (ConvOutput)reader.U8("output", kind, kind);
        int inZero = reader.U8("in_zero", 0, 255);
        int outZero = reader.U8("out_zero", 0, isLast ? 0 : 255);
        int inChannels = reader.U32("in_channels", channels, channels);
        int outChannels = reader.U32("out_channels", depthwise ? inChannels : 1, depthwise ? inChannels : MaxChannels);
        Size3 kernel = reader.U8x3("kernel", 1, 15);
        Size3 stride = reader.U8x3("stride", 1, 16);
        Size3 dilation = reader.U8x3("dilation", 1, 16);
        Size3 padBefore = reader.U8x3("pad_before", 0, MaxPad);
        Size3 padAfter = reader.U8x3("pad_after", 0, MaxPad);
        reader.U8("reserved", 0, 0);
        var shape = new ConvLayer
        {
            Output = output,
            InZero = (byte)inZero,
            OutZero = (byte)outZero,
            Depthwise = depthwise,
            InChannels = inChannels,
            OutChannels = outChannels,
            Kernel = kernel,
            Stride = stride,
            Dilation = dilation,
            PadBefore = padBefore,
            PadAfter = padAfter,
            Bias = [],
            Weights = [],
        };
        CheckShape(ref reader, shape, input, ref bounds, start);
        return ReadArrays(ref reader, shape);
    }

    /// <summary>What a layer makes and costs is known, and bounded, before any of its arrays is read (ECM §3, §6).</summary>
    private static void CheckShape(ref SectionReader reader, ConvLayer layer, Size3 input, ref WorkBounds bounds, int start)
    {
        Size3 size = layer.OutputSize(input);
        if (size.D < 1 || size.H < 1 || size.W < 1)
        {
            throw reader.Invalid($"an input of {input} gives an output of {size}, expected at least 1 on each axis", start);
        }
        if (size.Volume > EdgeModel.MaxTensorSamples / layer.OutChannels)
        {
            throw reader.Invalid($"the output of {size} x {layer.OutChannels} samples is larger than 2^30", start);
        }
        bounds.AddTensor(reader, size.Volume * layer.OutChannels, layer.MultiplyAccumulates(input), start);
    }

    private static ConvLayer ReadArrays(ref SectionReader reader, ConvLayer shape)
    {
        int outChannels = shape.OutChannels;
        bool isLast = shape.Output == ConvOutput.LatentSign;
        int[] bias = reader.S32Array("bias", outChannels);
        uint[] multiplier = isLast ? [] : ReadMultipliers(ref reader, outChannels);
        byte[] shift = isLast ? [] : ReadShifts(ref reader, outChannels);
        int weightsAt = reader.Offset;
        sbyte[] weights = reader.S8Array("weights", (long)shape.Fan * outChannels);
        CheckAccumulators(ref reader, bias, weights, weightsAt);
        return shape with
        {
            Bias = ImmutableCollectionsMarshal.AsImmutableArray(bias),
            Multiplier = ImmutableCollectionsMarshal.AsImmutableArray(multiplier),
            Shift = ImmutableCollectionsMarshal.AsImmutableArray(shift),
            Weights = ImmutableCollectionsMarshal.AsImmutableArray(weights),
        };
    }

    private static uint[] ReadMultipliers(ref SectionReader reader, int count)
    {
        // As s32, a value of 2^31 or more is negative and refused with the zeros.
        int[] values = reader.S32Array("multiplier", count);
        for (int i = 0; i < count; i++)
        {
            reader.Element("multiplier", (uint)values[i], 1, int.MaxValue, i, count, sizeof(int));
        }
        return MemoryMarshal.Cast<int, uint>(values).ToArray();
    }

    private static byte[] ReadShifts(ref SectionReader reader, int count)
    {
        byte[] values = reader.Bytes("shift", count);
        for (int i = 0; i < count; i++)
        {
            reader.Element("shift", values[i], 1, 62, i, count, 1);
        }
        return values;
    }

    /// <summary>ECM §3: no accumulator can overflow, whatever the input.</summary>
    private static void CheckAccumulators(ref SectionReader reader, int[] bias, sbyte[] weights, int offset)
    {
        int perChannel = weights.Length / bias.Length;
        for (int o = 0; o < bias.Length; o++)
        {
            long sum = 0;
            foreach (sbyte weight in weights.AsSpan(o * perChannel, perChannel))
            {
                // Without a branch: signs cannot be foretold, and guessing them took a fifth of the time to the first picture.
                int sign = weight >> 31;
                sum += (weight ^ sign) - sign;
            }
            long reach = Math.Abs((long)bias[o]) + (255 * sum);
            if (reach > int.MaxValue)
            {
                throw reader.Invalid(
                    $"the accumulator of output channel {o} can reach {reach}, expected below 2^31", offset + (o * perChannel));
            }
        }
    }
}
