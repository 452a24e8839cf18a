using EdgeCodec.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Import;

/// <summary>From the integers of an edge model (ECM.md) to a fake-quantised C and its context network: the inverse of Export/EdgeModelExport.</summary>
internal static class EdgeModelImport
{
    /// <summary>
    /// C with the model's integers. The real values behind them are not in the file, and any that are consistent give the
    /// same bits: each layer's output scale is chosen so that its weights have the deviation that they were drawn with.
    /// </summary>
    /// <exception cref="InvalidDataException">The model's network is none that <see cref="CompressorPlan"/> has.</exception>
    public static Compressor Network(EdgeModel model)
    {
        CompressorPlan plan = CompressorPlan.All.FirstOrDefault(p => Fits(p, model))
            ?? throw new InvalidDataException($"{model}: its network is none that this command trains");
        var c = new Compressor("c", model.Latent.Channels, plan);
        using var _ = no_grad();
        c.Quantise();
        for (int i = 0; i < c.layers.Length; i++) { Put(model.Layers[i], c.layers[i], c.InputScale(i).item<float>()); }
        return c;
    }

    private static bool Fits(CompressorPlan plan, EdgeModel model)
        => plan.Layers.Count + 1 == model.Layers.Count && plan.Layers.Zip(model.Layers).All(pair =>
            pair.First.Depthwise == pair.Second.Depthwise && pair.First.Outputs == pair.Second.OutChannels && pair.First.Kernel == pair.Second.Kernel.H
            && pair.First.Stride == pair.Second.Stride.H && pair.First.Dilation == pair.Second.Dilation.H && pair.First.Padding.After == pair.Second.PadAfter.H);

    private static void Put(ConvLayer from, CompressorLayer to, float inputScale)
    {
        long[] shape = [from.OutChannels, from.Kernel.H, from.Kernel.W, to.FanChannels];
        Tensor whole = tensor([.. from.Weights.Select(w => (float)w)], shape).permute(0, 3, 1, 2).contiguous();
        Tensor sums = whole.sum([1L, 2L, 3L]);
        Tensor bias = tensor([.. from.Bias.Select(b => (float)b)]) + sums * (float)from.InZero;
        double deviation = CompressorLayer.StartDeviation(to.FanChannels, from.Kernel.H, to.Last);
        Tensor step;
        if (to.Last) { step = deviation / whole.square().mean([1L, 2L, 3L]).sqrt().clamp_min(1); }
        else
        {
            // factor = step * inputScale / outputScale (EdgeModelExport).
            Tensor factor = tensor([.. from.Multiplier.Zip(from.Shift, (m, s) => (float)Math.ScaleB(m, -s))]);
            Tensor relative = factor / inputScale;
            double spread = (whole * relative.view(-1, 1, 1, 1)).square().mean().sqrt().item<float>();
            double outputScale = deviation / spread;
            step = relative * outputScale;
            to.SetPeak((255 - to.OutZero) * outputScale);
        }
        to.weight.copy_(whole * step.view(-1, 1, 1, 1));
        to.bias.copy_(bias * step * inputScale);
    }

    /// <summary>Puts the model's context model into a network of the same latent.</summary>
    public static void Context(EdgeModel model, ContextNetwork network)
    {
        using var _ = no_grad();
        for (int c = 0; c < network.Channels.Count; c++)
        {
            ChannelContext from = model.Context.Channels[c];
            ContextNetwork.Channel to = network.Channels[c];
            if (!from.Taps.SequenceEqual(to.Taps.Select(t => new ContextTap((byte)t.Channel, 0, (sbyte)t.Dy, (sbyte)t.Dx))))
            {
                throw new InvalidDataException($"{model}: the contexts of its channel {c + 1} are none that this command trains");
            }
            for (int t = 0; t < from.Taps.Length; t++)
            {
                (int k, int dy, int dx) = to.Taps[t];
                to.direct[0, k, dy + 2, dx + 2] = (float)(from.Direct[t] / Export.EdgeModelExport.SumUnit);
                for (int j = 0; j < ContextNetwork.Hidden; j++)
                {
                    to.hidden[j, k, dy + 2, dx + 2] = from.HiddenWeight[t * ContextNetwork.Hidden + j] / (float)ContextNetwork.HiddenUnit;
                }
            }
            to.hiddenBias.copy_(tensor([.. from.HiddenBias.Select(v => v / (float)ContextNetwork.HiddenUnit)]));
            to.output.copy_(tensor([.. from.OutputWeight.Select(v => (float)(v * ContextNetwork.HiddenUnit / Export.EdgeModelExport.SumUnit))]));
            network.SetPosition(c, tensor([.. from.Position.Select(v => (float)(v / Export.EdgeModelExport.SumUnit))]));
        }
    }
}
