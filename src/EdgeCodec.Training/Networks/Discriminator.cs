using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EdgeCodec.Training.Networks;

/// <summary>
/// The discriminator D (section 2.1 of the paper): five strided convolutions over a label map [N, 1, H, W] of 0..1.
/// Its answer is what every convolution makes of it, a multi-scale hierarchical feature. It takes part in training only.
/// </summary>
internal sealed class Discriminator : Module<Tensor, Tensor[]>
{
    private static readonly int[] Widths = [16, 32, 64, 128, 128];

    private readonly Precision precision;
    private readonly ParameterList weights = [];
    private readonly ParameterList biases = [];

    /// <param name="inputs">1 for a label map, 3 for a photograph under a label map.</param>
    public Discriminator(Precision precision, string name, int inputs)
        : base(name)
    {
        this.precision = precision;
        Inputs = inputs;
        foreach (int outputs in Widths)
        {
            // More above zero than below: a label map's mean passes, and deep features have something to compare.
            weights.Add(new Parameter(rand(outputs, inputs, 3, 3) * 1.5 - 0.5));
            biases.Add(new Parameter(zeros(outputs)));
            inputs = outputs;
        }
        RegisterComponents();
    }

    public int Inputs { get; }

    /// <summary>The features of all convolutions, from 16 channels at half the size to 128 at 1/32.</summary>
    public override Tensor[] forward(Tensor x)
    {
        var features = new Tensor[Widths.Length];
        for (int i = 0; i < features.Length; i++)
        {
            Tensor y = functional.conv2d(
                x.to(precision.Type), Bounded(weights[i]).to(precision.Type), biases[i].to(precision.Type), strides: [2, 2], padding: [1, 1]);
            features[i] = x = functional.leaky_relu(y, 0.2);
        }
        return features;
    }

    /// <summary>
    /// Each filter divided by the sum of its magnitudes. Then no output differs by more than the most that an input does,
    /// at any depth, and what D maximises (Eq. 3) stays within 0..1. The paper does not say how it bounds D; SegAN
    /// (arXiv:1706.01805) clips the weights, which bounds nothing over several layers.
    /// </summary>
    private static Tensor Bounded(Tensor weight) => weight / weight.abs().sum([1L, 2L, 3L], keepdim: true).clamp_min(1e-6);
}
