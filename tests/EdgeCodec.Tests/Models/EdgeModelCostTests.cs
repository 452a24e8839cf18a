using Xunit;

namespace EdgeCodec.Tests.Models;

/// <summary>ECM §6: a small file that obeys every other rule cannot ask for hours of work.</summary>
public class EdgeModelCostTests
{
    private static readonly ModelParts Parts = RandomModels.Picture(1);

    private static readonly GridSpec Grid = new()
    {
        Fit = GridFit.Stretch, Channels = 1, SampleTypes = SampleTypes.U8, Size = new(1, 4096, 4096),
    };

    [Fact]
    public void Network_OneMultiplyAccumulateAPlaceTooMany_IsTooCostly()
    {
        // 2^24 places of 64 channels, 16 weights each: 2^34. What is refused then is only that the latent is not that.
        Errors.Expect(EdgeCodecStatus.ModelInvalid, () => Write(Layer(4, 4)));
        EdgeCodecException e = Errors.Expect(EdgeCodecStatus.ModelTooCostly, () => Write(Layer(4, 5)));
        Assert.Contains("multiply-accumulates", e.Message, StringComparison.Ordinal);
        Assert.Contains("section NETW layer 0", e.Message, StringComparison.Ordinal);

        static ConvLayer Layer(int height, int width) => Deep(1, 64, new(1, height, width)) with { PadAfter = new(0, height - 1, width - 1) };
    }

    [Fact]
    public void Network_TensorsOfMoreThanTwoToTheThirtyOne_AreTooCostly()
    {
        // In units of 2^24 samples, of which 128 are the bound: 1 of the grid, 63, 1, and 63 or 64.
        ConvLayer wide = Deep(1, 63, new(1, 1, 1));
        ConvLayer thin = Deep(63, 1, new(1, 1, 1));
        Errors.Expect(EdgeCodecStatus.ModelInvalid, () => Write(wide, thin, Deep(1, 63, new(1, 1, 1))));
        EdgeCodecException e = Errors.Expect(EdgeCodecStatus.ModelTooCostly, () => Write(wide, thin, Deep(1, 64, new(1, 1, 1))));
        Assert.Contains("samples of all tensors", e.Message, StringComparison.Ordinal);
        Assert.Contains("section NETW layer 2", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Context_StepsBeyondTheBound_AreTooCostlyAndThoseBelowAreNot()
    {
        // 4096 places a channel, 257 * 33 steps each: 61 channels are within 2^31, 62 are not.
        Assert.Equal(61, Build(61).Latent.Channels);
        EdgeCodecException e = Errors.Expect(EdgeCodecStatus.ModelTooCostly, () => Build(62));
        Assert.Contains("section CTXM channel 61", e.Message, StringComparison.Ordinal);

        static EdgeModel Build(int channels)
        {
            var layer = new ConvLayer
            {
                Output = ConvOutput.LatentSign, InChannels = 1, OutChannels = channels, Kernel = new(1, 1, 1),
                Bias = [.. new int[channels]], Weights = [.. new sbyte[channels]],
            };
            var context = new ChannelContext
            {
                Taps = [.. Enumerable.Repeat(new ContextTap(0, -1, 0, 0), 256)],
                Direct = [.. new short[256]],
                HiddenBias = [.. new short[32]],
                HiddenWeight = [.. new sbyte[256 * 32]],
                OutputWeight = [.. new short[32]],
                Position = [0],
            };
            return (Parts with
            {
                Grid = Grid with { Size = new(4096, 1, 1) },
                Layers = [layer],
                Latent = new LatentSpec { Channels = channels, Size = new(4096, 1, 1), LayerChannels = [channels] },
                Context = new ContextModel
                {
                    Hidden = 32, LogitShift = 4, Channels = [.. Enumerable.Repeat(context, channels)], Probability = Parts.Context.Probability,
                },
            }).Build();
        }
    }

    private static ConvLayer Deep(int inChannels, int outChannels, Size3 kernel) => new()
    {
        Output = ConvOutput.Requantized, InChannels = inChannels, OutChannels = outChannels, Kernel = kernel, Bias = [.. new int[outChannels]],
        Multiplier = [.. Enumerable.Repeat(1u, outChannels)], Shift = [.. Enumerable.Repeat((byte)1, outChannels)],
        Weights = [.. new sbyte[outChannels * inChannels * kernel.Volume]],
    };

    private static byte[] Write(params ConvLayer[] layers)
    {
        ConvLayer last = layers[^1] with { Output = ConvOutput.LatentSign, Multiplier = [], Shift = [] };
        return (Parts with { Grid = Grid, Layers = [.. layers[..^1], last] }).Write();
    }
}
