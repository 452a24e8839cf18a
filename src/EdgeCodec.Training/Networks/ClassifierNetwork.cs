using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EdgeCodec.Training.Networks;

/// <summary>A small classifier of whole pictures or maps [N, inputs, H, W] of 0..1: five strided convolutions, their mean, one logit [N].</summary>
internal sealed class ClassifierNetwork : Module<Tensor, Tensor>
{
    private static readonly int[] Widths = [8, 16, 32, 48, 64];

    internal readonly CloudConvolution[] layers;
    internal readonly CloudConvolution decision;
    private readonly ModuleList<CloudConvolution> registered;
    private readonly Dropout dropout = Dropout(0.3);

    public ClassifierNetwork(string name, int inputs)
        : base(name)
    {
        Inputs = inputs;
        var precision = new Precision();
        layers = [.. Widths.Select((width, i) => new CloudConvolution(precision, $"layer{i}", i == 0 ? inputs : Widths[i - 1], width, stride: 2))];
        decision = new CloudConvolution(precision, "decision", Widths[^1], 1, kernel: 1, activation: Activation.None, normalise: false);
        registered = [.. layers];
        RegisterComponents();
    }

    public int Inputs { get; }

    public override Tensor forward(Tensor x)
    {
        x = x * 2 - 1;
        foreach (CloudConvolution layer in layers) { x = layer.call(x); }
        return decision.call(dropout.call(x.mean([2L, 3L], keepdim: true))).flatten();
    }
}
