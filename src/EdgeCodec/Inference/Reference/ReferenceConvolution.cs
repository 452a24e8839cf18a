namespace EdgeCodec;

/// <summary>
/// One layer of the edge network, by definition (ECM §3). Every kernel equals this bit for bit. Thread-safe.
/// </summary>
public static class ReferenceConvolution
{
    /// <summary>Runs a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputSize">Depth, height and width of the input.</param>
    /// <param name="input">u8, <c>[D, H, W, InChannels]</c>.</param>
    /// <param name="output">Receives <c>[D, H, W, OutChannels]</c> of the output's size: u8, or 0 and 1 for latent bits.</param>
    /// <exception cref="EdgeCodecException">InvalidArgument: a buffer's length is not that of its tensor.</exception>
    public static void Run(ConvLayer layer, Size3 inputSize, ReadOnlySpan<byte> input, Span<byte> output)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Size3 size = layer.OutputSize(inputSize);
        CheckLength("input", input.Length, inputSize.Volume * layer.InChannels);
        CheckLength("output", output.Length, size.Volume * layer.OutChannels);
        var field = new byte[layer.Kernel.Volume * layer.InChannels];
        int at = 0;
        for (int z = 0; z < size.D; z++)
        {
            for (int y = 0; y < size.H; y++)
            {
                for (int x = 0; x < size.W; x++)
                {
                    Gather(layer, inputSize, input, z, y, x, field);
                    for (int o = 0; o < layer.OutChannels; o++)
                    {
                        ReadOnlySpan<sbyte> weights = layer.Weights.AsSpan(o * layer.Fan, layer.Fan);
                        int acc = layer.Bias[o] + (layer.Depthwise ? DotOfChannel(weights, field, o) : Dot(weights, field));
                        output[at++] = layer.Output == ConvOutput.LatentSign
                            ? (byte)(acc >= 0 ? 1 : 0)
                            : Requantize(acc, layer.Multiplier[o], layer.Shift[o], layer.OutZero);
                    }
                }
            }
        }
    }

    /// <summary>
    /// <c>clamp(out_zero + ((acc * multiplier + 2^(shift - 1)) >> shift), 0, 255)</c>: the real product rounded
    /// to the nearest integer, halves towards plus infinity. |acc| and multiplier are below 2^31 and shift is
    /// at most 62, so 64 bits hold the sum.
    /// </summary>
    public static byte Requantize(int acc, uint multiplier, int shift, byte outZero)
    {
        long product = acc * (long)multiplier;
        long rounded = (product + (1L << (shift - 1))) >> shift;
        return (byte)Math.Clamp(outZero + rounded, 0, 255);
    }

    /// <summary>The input samples under the kernel, <c>[kD][kH][kW][in]</c> as the weights are; in_zero outside the input.</summary>
    private static void Gather(ConvLayer layer, Size3 inputSize, ReadOnlySpan<byte> input, int z, int y, int x, Span<byte> field)
    {
        int channels = layer.InChannels;
        int at = 0;
        for (int kz = 0; kz < layer.Kernel.D; kz++)
        {
            int iz = (z * layer.Stride.D) - layer.PadBefore.D + (kz * layer.Dilation.D);
            for (int ky = 0; ky < layer.Kernel.H; ky++)
            {
                int iy = (y * layer.Stride.H) - layer.PadBefore.H + (ky * layer.Dilation.H);
                for (int kx = 0; kx < layer.Kernel.W; kx++)
                {
                    int ix = (x * layer.Stride.W) - layer.PadBefore.W + (kx * layer.Dilation.W);
                    bool isInside = iz >= 0 && iz < inputSize.D && iy >= 0 && iy < inputSize.H && ix >= 0 && ix < inputSize.W;
                    Span<byte> samples = field.Slice(at, channels);
                    if (isInside)
                    {
                        input.Slice(((((iz * inputSize.H) + iy) * inputSize.W) + ix) * channels, channels).CopyTo(samples);
                    }
                    else
                    {
                        samples.Fill(layer.InZero);
                    }
                    at += channels;
                }
            }
        }
    }

    /// <summary>The sum over the kernel of one channel of the field.</summary>
    private static int DotOfChannel(ReadOnlySpan<sbyte> weights, ReadOnlySpan<byte> field, int channel)
    {
        int channels = field.Length / weights.Length, sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * field[(i * channels) + channel];
        }
        return sum;
    }

    private static int Dot(ReadOnlySpan<sbyte> weights, ReadOnlySpan<byte> samples)
    {
        int sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * samples[i];
        }
        return sum;
    }

    private static void CheckLength(string name, int length, long expected)
    {
        if (length != expected)
        {
            throw new EdgeCodecException(EdgeCodecStatus.InvalidArgument, $"The layer's {name} has {length} samples, expected {expected}.");
        }
    }
}
