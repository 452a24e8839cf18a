using EdgeCodec.Tests;

namespace EdgeCodec.TestModels;

/// <summary>Models for one hazard each, made from random ones.</summary>
internal static class SpecialModels
{
    /// <summary>One channel of 16 bits over the full range, for pictures of any size.</summary>
    public static ModelParts Gray16()
    {
        ModelParts volume = RandomModels.Volume(2);
        return volume with
        {
            Grid = volume.Grid with { SampleTypes = SampleTypes.U16 | SampleTypes.U8, WindowMode = WindowMode.FullRange },
            Name = "random-gray16",
        };
    }

    /// <summary>A small file that obeys every rule, whose second tensor takes 1 GiB less 16 MiB: no device has that.</summary>
    public static ModelParts TooLarge()
    {
        ModelParts picture = RandomModels.Picture(3);
        var one = new Size3(1, 1, 1);
        var by16 = new Size3(1, 16, 16);
        ConvLayer Layer(int inChannels, int outChannels, Size3 stride, bool isLast) => new()
        {
            Output = isLast ? ConvOutput.LatentSign : ConvOutput.Requantized,
            InChannels = inChannels,
            OutChannels = outChannels,
            Kernel = one,
            Stride = stride,
            Dilation = one,
            PadBefore = default,
            PadAfter = default,
            Bias = [.. new int[outChannels]],
            Multiplier = [.. Enumerable.Repeat(1u, isLast ? 0 : outChannels)],
            Shift = [.. Enumerable.Repeat((byte)1, isLast ? 0 : outChannels)],
            Weights = [.. new sbyte[inChannels * outChannels]],
        };
        var context = new ChannelContext
        {
            Taps = [], Direct = [], HiddenBias = [], HiddenWeight = [], OutputWeight = [], Position = [.. new int[16 * 16]],
        };
        return picture with
        {
            Grid = picture.Grid with { Size = new Size3(1, 4096, 4096) },
            Layers = [Layer(3, 63, one, false), Layer(63, 1, by16, false), Layer(1, 1, by16, true)],
            Latent = new LatentSpec { Channels = 1, Size = new Size3(1, 16, 16), LayerChannels = [1] },
            Context = new ContextModel { Hidden = 0, LogitShift = 4, Channels = [context], Probability = picture.Context.Probability },
            Name = "too-large",
        };
    }
}
