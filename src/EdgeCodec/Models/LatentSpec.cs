using System.Collections.Immutable;

namespace EdgeCodec;

/// <summary>
/// Shape of the latent and its layers: section <c>LATN</c> of an edge model (ECM §4). Bits are ordered
/// <c>[C, D, H, W]</c>, which is also the coding order. Immutable.
/// </summary>
public sealed record LatentSpec
{
    /// <summary>Channels, 1 to 255.</summary>
    public required int Channels { get; init; }

    /// <summary>Size of one channel.</summary>
    public required Size3 Size { get; init; }

    /// <summary>Channels of each layer, first layer first: 1 to 15 entries that sum to <see cref="Channels"/>.</summary>
    public required ImmutableArray<int> LayerChannels { get; init; }

    /// <summary>Depth of one channel.</summary>
    public int Depth => Size.D;

    /// <summary>Height of one channel.</summary>
    public int Height => Size.H;

    /// <summary>Width of one channel.</summary>
    public int Width => Size.W;

    /// <summary>Number of layers.</summary>
    public int Layers => LayerChannels.Length;

    /// <summary>Bits of the whole latent, at most 2^24.</summary>
    public int BitCount => checked((int)(Size.Volume * Channels));

    /// <summary>Channels of the first layers together.</summary>
    public int ChannelsOf(int layers)
    {
        int sum = 0;
        for (int i = 0; i < layers; i++)
        {
            sum += LayerChannels[i];
        }
        return sum;
    }

    internal void CheckLayers(int layers)
    {
        if (layers < 1 || layers > Layers)
        {
            throw new EdgeCodecException(EdgeCodecStatus.InvalidArgument, $"The number of layers is {layers}, expected 1 to {Layers}.");
        }
    }

    /// <summary>Layers to take from a latent, which must be of this shape and hold them.</summary>
    internal int LayersIn(Latent latent, int? layers)
    {
        if (latent.Channels != Channels || latent.Size != Size)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.InvalidArgument,
                $"The latent is {latent.Channels} channels of {latent.Size}, expected {Channels} of {Size}.");
        }
        int available = 0;
        while (available < Layers && ChannelsOf(available + 1) <= latent.AvailableChannels)
        {
            available++;
        }
        int count = layers ?? available;
        CheckLayers(count);
        if (count > available)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.InvalidArgument, $"{count} layers are asked for, but the latent holds {available}.");
        }
        return count;
    }
}
