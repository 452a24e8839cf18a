using EdgeCodec.Tests;

namespace EdgeCodec.Vectors;

/// <summary>
/// The model of FORMAT §11, small enough to be followed by hand: 4 x 4 pixels to two channels of 2 x 2 bits. Channel 0
/// says whether the left column of a 2 x 2 block is the brighter one, channel 1 whether the upper row is; each is a layer.
/// </summary>
internal static class ExampleModel
{
    public static ModelParts Create()
    {
        var table = new ushort[ContextModel.TableSize];
        for (int i = 0; i < table.Length; i++)
        {
            // 16384 for every step of the index: a quarter, a half, three quarters, then as sure as may be.
            table[i] = (ushort)Math.Clamp(32768 + (16384 * (i - 512)), ContextModel.MinProbability, ContextModel.MaxProbability);
        }
        return new ModelParts(
            new GridSpec { Fit = GridFit.Stretch, Channels = 1, SampleTypes = SampleTypes.U8, Size = new Size3(1, 4, 4) },
            [
                new ConvLayer
                {
                    Output = ConvOutput.LatentSign,
                    InChannels = 1,
                    OutChannels = 2,
                    Kernel = new Size3(1, 2, 2),
                    Stride = new Size3(1, 2, 2),
                    Bias = [-1, -1],
                    Weights = [1, -1, 1, -1, 1, 1, -1, -1],
                },
            ],
            new LatentSpec { Channels = 2, Size = new Size3(1, 2, 2), LayerChannels = [1, 1] },
            new ContextModel
            {
                Hidden = 0,
                LogitShift = 1,
                Channels =
                [
                    // A bit is as its left neighbour: logit 2 * 1, so an index of 512 + 1.
                    new ChannelContext { Taps = [new ContextTap(0, 0, 0, -1)], Direct = [2], Position = [0, 0, 0, 0] },
                    // A bit is the opposite of the same bit of channel 0.
                    new ChannelContext { Taps = [new ContextTap(0, 0, 0, 0)], Direct = [-2], Position = [0, 0, 0, 0] },
                ],
                Probability = [.. table],
            },
            "example",
            "The worked example of FORMAT.md.");
    }
}
