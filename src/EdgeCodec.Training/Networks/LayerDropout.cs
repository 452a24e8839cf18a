using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Networks;

/// <summary>
/// Nested dropout over the layers (groups of channels) of a latent: Rippel et al., arXiv:1402.0915. Each picture sends
/// its first K layers, K drawn evenly; so what matters most moves to the front, and every leading group decodes.
/// <para>
/// K is drawn for each picture, not for a batch. Batch normalisation in g and s then sees the same mixture of all K in
/// training that its running statistics describe at test time; drawn for a batch, it would normalise by one K in
/// training and by the mixture afterwards, which fits none.
/// </para>
/// </summary>
internal sealed class LayerDropout
{
    private readonly int[] layerOf;

    /// <param name="layerChannels">Channels of each layer, first layer first.</param>
    public LayerDropout(IReadOnlyList<int> layerChannels)
    {
        Layers = layerChannels.Count;
        layerOf = [.. layerChannels.SelectMany((channels, layer) => Enumerable.Repeat(layer, channels))];
    }

    public int Layers { get; }

    /// <summary>[N, C, 1, 1]: 1 for the channels that a picture sends, 0 for the others; K of each from torch's generator.</summary>
    public Tensor Draw(long count) => Mask(randint(1, Layers + 1, [count, 1], dtype: ScalarType.Int32));

    /// <summary>[1, C, 1, 1]: the same for the first <paramref name="layers"/> layers of every picture.</summary>
    public Tensor First(int layers) => Mask(tensor(new[] { layers }, [1, 1]));

    private Tensor Mask(Tensor layers) => tensor(layerOf, [1, layerOf.Length]).lt(layers).to(ScalarType.Float32).unsqueeze(2).unsqueeze(3);
}
