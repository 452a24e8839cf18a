using System.Collections.Immutable;
using EdgeCodec.Tests;

namespace EdgeCodec.Cloud.Tests;

/// <summary>
/// Edge models whose latents are known: a bit a grid sample, 1 where the sample is dark. Further channels are copies.
/// Latent and grid have one size.
/// </summary>
internal static class ThresholdModel
{
    public const int Threshold = 127;

    public static ModelParts Parts(GridSpec grid, int latentLayers = 1, string name = "threshold", int threshold = Threshold)
    {
        var layer = new ConvLayer
        {
            Output = ConvOutput.LatentSign,
            InChannels = grid.Channels,
            OutChannels = latentLayers,
            Kernel = new Size3(1, 1, 1),
            Bias = [.. Enumerable.Repeat(threshold * grid.Channels, latentLayers)],
            Weights = [.. Enumerable.Repeat((sbyte)-1, grid.Channels * latentLayers)],
        };
        var context = new ContextModel
        {
            Hidden = 0,
            LogitShift = 1,
            Channels = [.. Enumerable.Range(0, latentLayers).Select(_ => new ChannelContext
            {
                Position = [.. new int[grid.Height * grid.Width]],
            })],
            Probability = [.. Enumerable.Repeat((ushort)32768, ContextModel.TableSize)],
        };
        var latent = new LatentSpec
        {
            Channels = latentLayers,
            Size = grid.Size,
            LayerChannels = [.. Enumerable.Repeat(1, latentLayers)],
        };
        return new ModelParts(grid, [layer], latent, context, name, "");
    }

    public static GridSpec PictureGrid(GridFit fit = GridFit.Stretch, int width = 64, int height = 48) => new()
    {
        Fit = fit,
        Channels = 3,
        SampleTypes = SampleTypes.U8,
        Size = new Size3(1, height, width),
        Pad = fit == GridFit.Letterbox ? [255, 255, 255] : [],
    };

    public static GridSpec VolumeGrid() => new()
    {
        Fit = GridFit.Letterbox,
        Channels = 1,
        WindowMode = WindowMode.Caller,
        SampleTypes = SampleTypes.S16,
        Size = new Size3(12, 20, 24),
        Pad = [255],
    };
}
