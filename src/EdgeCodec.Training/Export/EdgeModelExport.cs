using System.Collections.Immutable;
using System.Security.Cryptography;
using EdgeCodec.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Export;

/// <summary>From a fake-quantised C and its context network to the integers of an edge model (ECM.md).</summary>
internal static class EdgeModelExport
{
    // ECM §5: sums carry this many more bits than an index of the probability table.
    private const int LogitShift = 7;
    internal const double SumUnit = ContextNetwork.LogitUnit * (1 << LogitShift);

    /// <param name="layerChannels">Channels of each layer of the latent, first layer first.</param>
    public static byte[] Write(Compressor c, ContextNetwork context, GridSpec grid, IReadOnlyList<int> layerChannels, string name, string note)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        if (!c.Quantised) { throw new InvalidOperationException("the compressor has not been through its quantised epochs"); }
        List<ConvLayer> layers = [];
        for (int i = 0; i < c.layers.Length; i++)
        {
            layers.Add(Layer(c.layers[i], c.InputScale(i), i == 0 ? Compressor.InputZero : c.layers[i - 1].OutZero));
        }
        int channels = c.layers[^1].Outputs;
        int[] size = [(int)context.Position.shape[1], (int)context.Position.shape[2]];
        var latent = new LatentSpec { Channels = channels, Size = new(1, size[0], size[1]), LayerChannels = [.. layerChannels] };
        return EdgeModelWriter.Write(grid, layers, latent, Context(context), name, note, SHA256.HashData);
    }

    private static ConvLayer Layer(CompressorLayer layer, Tensor inputScale, int inputZero)
    {
        // The same operations on the same float32 values as CompressorLayer.Quantised, so that the integers agree.
        Tensor step = layer.WeightScale(inputScale);
        Tensor unit = step * inputScale;
        Tensor w = (layer.weight / step.view(-1, 1, 1, 1) + 0.5).floor().clamp(-127, 127);
        float[] weights = w.permute(0, 2, 3, 1).contiguous().data<float>().ToArray();
        float[] biases = (layer.bias / unit + 0.5).floor().data<float>().ToArray();
        float[] sums = w.sum([1L, 2L, 3L]).data<float>().ToArray();
        var geometry = new Size3(1, layer.Kernel, layer.Kernel);
        (int before, int after) = layer.Padding;
        (uint Multiplier, byte Shift)[] factors = layer.Last ? [] : [.. (unit / layer.OutputScale).data<float>().ToArray().Select(v => FixedPoint(v))];
        return new ConvLayer
        {
            Output = layer.Last ? ConvOutput.LatentSign : ConvOutput.Requantized,
            InZero = (byte)inputZero,
            OutZero = (byte)layer.OutZero,
            Depthwise = layer.Depthwise,
            InChannels = layer.Inputs,
            OutChannels = layer.Outputs,
            Kernel = geometry,
            Stride = new(1, layer.Stride, layer.Stride),
            Dilation = new(1, layer.Dilation, layer.Dilation),
            PadBefore = new(0, before, before),
            PadAfter = new(0, after, after),
            // The input's zero point folded in, so that the sum runs over raw samples.
            Bias = [.. biases.Select((b, o) => checked((int)((double)b - inputZero * (double)sums[o])))],
            Multiplier = [.. factors.Select(f => f.Multiplier)],
            Shift = [.. factors.Select(f => f.Shift)],
            Weights = [.. weights.Select(v => (sbyte)v)],
        };
    }

    /// <summary>multiplier / 2^shift nearest to <paramref name="factor"/>, with 31 significant bits where the shift allows.</summary>
    internal static (uint Multiplier, byte Shift) FixedPoint(double factor)
    {
        if (!(factor > 0) || factor >= 1 << 30) { throw new ArgumentOutOfRangeException(nameof(factor), factor, "a requantisation factor is above 0 and below 2^30"); }
        int shift = Math.Clamp(30 - Math.ILogB(factor), 1, 62);
        double multiplier = Math.Round(Math.ScaleB(factor, shift));
        if (multiplier >= 1L << 31)
        {
            shift--;
            multiplier = Math.Round(Math.ScaleB(factor, shift));
        }
        return ((uint)Math.Max(1, multiplier), (byte)shift);
    }

    private static ContextModel Context(ContextNetwork network) => new()
    {
        Hidden = ContextNetwork.Hidden,
        LogitShift = LogitShift,
        Channels = [.. network.Channels.Select(channel => Channel(channel, network.Position[channel.Index]))],
        Probability = ProbabilityTable(),
    };

    private static ChannelContext Channel(ContextNetwork.Channel channel, Tensor position)
    {
        Tensor hidden = channel.hidden.clamp(-127.0 / ContextNetwork.HiddenUnit, 127.0 / ContextNetwork.HiddenUnit) * ContextNetwork.HiddenUnit;
        int taps = channel.Taps.Count;
        var direct = new short[taps];
        var weights = new sbyte[taps * ContextNetwork.Hidden];
        for (int t = 0; t < taps; t++)
        {
            (int k, int dy, int dx) = channel.Taps[t];
            direct[t] = Short(channel.direct[0, k, dy + 2, dx + 2].item<float>() * SumUnit);
            for (int j = 0; j < ContextNetwork.Hidden; j++)
            {
                weights[t * ContextNetwork.Hidden + j] = (sbyte)Math.Floor(hidden[j, k, dy + 2, dx + 2].item<float>() + 0.5);
            }
        }
        return new ChannelContext
        {
            Taps = [.. channel.Taps.Select(tap => new ContextTap((byte)tap.Channel, 0, (sbyte)tap.Dy, (sbyte)tap.Dx))],
            Direct = [.. direct],
            HiddenBias = [.. channel.hiddenBias.data<float>().ToArray().Select(v => Short(v * ContextNetwork.HiddenUnit))],
            HiddenWeight = [.. weights],
            OutputWeight = [.. channel.output.data<float>().ToArray().Select(v => Short(v * SumUnit / ContextNetwork.HiddenUnit))],
            Position = [.. position.contiguous().data<float>().ToArray().Select(v => (int)Math.Round(Math.Clamp(v, -16, 16) * SumUnit))],
        };
    }

    private static short Short(double value) => (short)Math.Clamp(Math.Round(value), short.MinValue, short.MaxValue);

    private static ImmutableArray<ushort> ProbabilityTable()
    {
        var table = new ushort[ContextModel.TableSize];
        for (int i = 0; i < table.Length; i++)
        {
            double p = 1 / (1 + Math.Exp(-(i - ContextModel.TableSize / 2.0) / ContextNetwork.LogitUnit));
            table[i] = (ushort)Math.Clamp(Math.Round(p * 65536), ContextModel.MinProbability, ContextModel.MaxProbability);
        }
        return [.. table];
    }
}
