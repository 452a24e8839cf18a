using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Networks;

/// <summary>
/// The number type in which convolutions of the cloud networks (g, s, D) compute. Weights stay float32; inputs and
/// weights are cast at each convolution. bfloat16 halves an epoch on CPUs with AVX512-BF16; checks against ONNX
/// Runtime and the final evaluation run in float32. C never uses this: rounding there would fight the match with
/// its integers.
/// </summary>
internal sealed class Precision
{
    /// <summary>bfloat16 while training, float32 otherwise.</summary>
    public ScalarType Type { get; set; } = ScalarType.Float32;

    /// <summary>Puts NCHW data into channels-last memory, in which oneDNN's bfloat16 kernels are fastest.</summary>
    public static Tensor ChannelsLast(Tensor x) => x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
}
