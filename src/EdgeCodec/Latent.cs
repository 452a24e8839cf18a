namespace EdgeCodec;

/// <summary>
/// The binary latent: what the network makes of an image and the stream codes. Bits are ordered
/// <c>[C, D, H, W]</c>. Immutable and safe to share between threads.
/// </summary>
public sealed class Latent
{
    private readonly byte[] _bits;

    /// <param name="bits">0 or 1 each, <c>[C, D, H, W]</c>; owned by the latent from now on.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="size">Size of a channel.</param>
    /// <param name="availableChannels">Leading channels that hold information.</param>
    internal Latent(byte[] bits, int channels, Size3 size, int availableChannels)
    {
        _bits = bits;
        Channels = channels;
        Size = size;
        AvailableChannels = availableChannels;
    }

    /// <summary>Channels, available or not.</summary>
    public int Channels { get; }

    /// <summary>Size of a channel.</summary>
    public Size3 Size { get; }

    /// <summary>Depth of a channel.</summary>
    public int Depth => Size.D;

    /// <summary>Height of a channel.</summary>
    public int Height => Size.H;

    /// <summary>Width of a channel.</summary>
    public int Width => Size.W;

    /// <summary>Leading channels that hold information; the bits of the others are 0 and mean nothing.</summary>
    public int AvailableChannels { get; }

    /// <summary>0 or 1 each, ordered <c>[C, D, H, W]</c>.</summary>
    public ReadOnlySpan<byte> Bits => _bits;

    /// <summary>A latent of a model's shape from given bits, which are copied.</summary>
    /// <param name="spec">The shape.</param>
    /// <param name="bits">0 or 1 each, ordered <c>[C, D, H, W]</c>, all channels.</param>
    /// <param name="layers">Layers that hold information; the channels of the others are set to 0. All by default.</param>
    /// <exception cref="EdgeCodecException">InvalidArgument: a wrong length, a value besides 0 and 1, or a wrong number of layers.</exception>
    public static Latent Create(LatentSpec spec, ReadOnlySpan<byte> bits, int? layers = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (bits.Length != spec.BitCount)
        {
            throw new EdgeCodecException(EdgeCodecStatus.InvalidArgument, $"The latent has {bits.Length} bits, expected {spec.BitCount}.");
        }
        int wrong = bits.IndexOfAnyExcept((byte)0, (byte)1);
        if (wrong >= 0)
        {
            throw new EdgeCodecException(EdgeCodecStatus.InvalidArgument, $"Latent bit {wrong} is {bits[wrong]}, expected 0 or 1.");
        }
        int count = layers ?? spec.Layers;
        spec.CheckLayers(count);
        int available = spec.ChannelsOf(count);
        byte[] copy = bits.ToArray();
        copy.AsSpan((int)(available * spec.Size.Volume)).Clear();
        return new Latent(copy, spec.Channels, spec.Size, available);
    }
}
