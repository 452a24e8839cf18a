namespace EdgeCodec.Training.Networks;

/// <summary>The convolutions of C before the one that makes the bits.</summary>
/// <param name="Name">As recipes name it.</param>
/// <param name="Layers">First to last.</param>
/// <param name="Pretrained">Some layers start from ImageNet weights and learn at the rate of such.</param>
internal sealed record CompressorPlan(string Name, IReadOnlyList<CompressorPlan.Layer> Layers, bool Pretrained = false)
{
    /// <summary>One convolution.</summary>
    internal sealed record Layer(string Name, int Outputs, int Stride = 1, int Dilation = 1)
    {
        public int Kernel { get; init; } = 3;

        /// <summary>Each channel reads its own alone.</summary>
        public bool Depthwise { get; init; }

        /// <summary>A layer with <see cref="Activation.Relu"/> is normalised; the others have had normalisation folded, or never any.</summary>
        public Activation Activation { get; init; } = Activation.Relu;

        /// <summary>Padding lies at the end only, as TensorFlow has it for strided layers of even inputs.</summary>
        public bool PadsAtEnd { get; init; }

        /// <summary>Last channels of the input that are what a block got, on their way to its sum.</summary>
        public int PassedIn { get; init; }

        /// <summary>Last channels of the output that are so.</summary>
        public int PassedOut { get; init; }

        /// <summary>Samples of padding at each edge: top and left, bottom and right.</summary>
        public (int Before, int After) Padding => PadsAtEnd ? (0, Kernel - Stride) : (Dilation * (Kernel / 2), Dilation * (Kernel / 2));
    }

    /// <summary>8 convolutions, or MobileNetV2's first ten blocks.</summary>
    public static IReadOnlyList<CompressorPlan> All { get; } =
    [
        new("small",
        [
            new("c1", 16, Stride: 2),
            new("c2", 24, Stride: 2),
            new("c3", 48, Stride: 2),
            new("c4", 64, Stride: 2),
            new("c5", 64),
            new("c6", 64, Dilation: 2),
            new("c7", 64, Dilation: 4),
            new("c8", 64),
        ]),
        new("mobile", [.. Mobile()], Pretrained: true),
    ];

    public static CompressorPlan Named(string name) => All.First(p => p.Name == name);

    // MobileNetV2 (Sandler et al., arXiv:1801.04381) up to block 10 on the grid at half its size, then two dilated layers.
    // Halving and stem are one convolution of stride 4. From block 7 on dilation stands in for stride, so that the latent
    // keeps 1/16 of the grid. An edge model is a chain: what a block adds to its result travels through its layers as
    // channels of their own.
    private static IEnumerable<Layer> Mobile()
    {
        const int Blocks = 10, FirstDilated = 7;
        yield return new("stem", 32, Stride: 4) { Kernel = 6, Activation = Activation.Relu6, PadsAtEnd = true };
        int channels = 32;
        for (int block = 1; block <= Blocks; block++)
        {
            (int outputs, int stride) = MobileNetEncoder.Plan[block - 1];
            int wide = block == 1 ? channels : channels * MobileNetEncoder.Expansion;
            int passed = stride == 1 && channels == outputs ? channels : 0;
            if (block > 1) { yield return new($"expand{block}", wide + passed) { Kernel = 1, Activation = Activation.Relu6, PassedOut = passed }; }
            if (block == FirstDilated) { stride = 1; }
            yield return new($"depthwise{block}", wide + passed, stride, block > FirstDilated ? 2 : 1)
            {
                Depthwise = true, Activation = Activation.Relu6, PadsAtEnd = stride == 2, PassedIn = passed, PassedOut = passed,
            };
            yield return new($"project{block}", outputs) { Kernel = 1, Activation = Activation.None, PassedIn = passed };
            channels = outputs;
        }
        yield return new("m1", Compressor.FeatureChannels, Dilation: 4);
        yield return new("m2", Compressor.FeatureChannels, Dilation: 2);
    }
}
