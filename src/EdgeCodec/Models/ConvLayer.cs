using System.Collections.Immutable;

namespace EdgeCodec;

/// <summary>What a layer's accumulators become (ECM §3).</summary>
public enum ConvOutput : byte
{
    /// <summary>u8 samples by fixed-point requantisation.</summary>
    Requantized = 0,

    /// <summary>Latent bits: 1 where the accumulator is not negative. The last layer, and only it.</summary>
    LatentSign = 1,
}

/// <summary>
/// One integer convolution of the edge network (ECM §3): u8 samples, s8 weights, s32 accumulators.
/// Tensors are <c>[D, H, W, C]</c>. Immutable.
/// </summary>
public sealed record ConvLayer
{
    /// <summary>What the accumulators become.</summary>
    public required ConvOutput Output { get; init; }

    /// <summary>Output channel o reads input channel o alone; there are as many of one as of the other.</summary>
    public bool Depthwise { get; init; }

    /// <summary>Value of an input sample outside the input.</summary>
    public byte InZero { get; init; }

    /// <summary>Zero point of a requantised output; 0 for latent bits.</summary>
    public byte OutZero { get; init; }

    /// <summary>Channels of the input.</summary>
    public required int InChannels { get; init; }

    /// <summary>Channels of the output, 1 to 4096.</summary>
    public required int OutChannels { get; init; }

    /// <summary>Kernel size, each axis 1 to 15.</summary>
    public required Size3 Kernel { get; init; }

    /// <summary>Stride, each axis 1 to 16.</summary>
    public Size3 Stride { get; init; } = new(1, 1, 1);

    /// <summary>Dilation, each axis 1 to 16.</summary>
    public Size3 Dilation { get; init; } = new(1, 1, 1);

    /// <summary>Padding before the first sample, each axis 0 to 120.</summary>
    public Size3 PadBefore { get; init; }

    /// <summary>Padding after the last sample, each axis 0 to 120.</summary>
    public Size3 PadAfter { get; init; }

    /// <summary>One an output channel; the input's zero point is already folded in.</summary>
    public required ImmutableArray<int> Bias { get; init; }

    /// <summary>One an output channel, 1 to 2^31 - 1; empty for latent bits.</summary>
    public ImmutableArray<uint> Multiplier { get; init; } = [];

    /// <summary>One an output channel, 1 to 62; empty for latent bits.</summary>
    public ImmutableArray<byte> Shift { get; init; } = [];

    /// <summary><c>[out][kD][kH][kW][in]</c>; of a depthwise layer <c>[out][kD][kH][kW]</c>.</summary>
    public required ImmutableArray<sbyte> Weights { get; init; }

    /// <summary>Weights of an output channel.</summary>
    public int Fan => (int)Kernel.Volume * (Depthwise ? 1 : InChannels);

    /// <summary>Size of the output for an input of this size; an axis below 1 means that the layer does not fit.</summary>
    public Size3 OutputSize(Size3 input) => new(
        Along(input.D, PadBefore.D + PadAfter.D, Dilation.D, Kernel.D, Stride.D),
        Along(input.H, PadBefore.H + PadAfter.H, Dilation.H, Kernel.H, Stride.H),
        Along(input.W, PadBefore.W + PadAfter.W, Dilation.W, Kernel.W, Stride.W));

    /// <summary>Multiply-accumulates for an input of this size, padding counted.</summary>
    public long MultiplyAccumulates(Size3 input) => OutputSize(input).Volume * OutChannels * Fan;

    private static int Along(int size, int padding, int dilation, int kernel, int stride)
    {
        int room = size + padding - (dilation * (kernel - 1)) - 1;
        return room < 0 ? 0 : (room / stride) + 1;
    }
}
