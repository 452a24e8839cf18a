using System.Collections.Immutable;

namespace EdgeCodec;

/// <summary>Section <c>LATN</c> (ECM §4) in bytes.</summary>
internal static class LatentSection
{
    private const int MaxChannels = 255;
    public const int MaxLayers = 15;
    private const long MaxBits = 1 << 24;

    public static LatentSpec Read(ref SectionReader reader, Size3 output, int outputChannels)
    {
        int start = reader.Offset;
        int channels = reader.U32("channels", 1, MaxChannels);
        Size3 size = reader.U32x3("size", 1, int.MaxValue);
        if (size != output || channels != outputChannels)
        {
            throw reader.Invalid(
                $"the latent is {channels} channels of {size}, expected the last layer's {outputChannels} of {output}", start);
        }
        if (size.Volume * channels > MaxBits)
        {
            throw reader.Invalid($"the latent of {channels} channels of {size} has more than 2^24 bits", start);
        }
        int layerCount = reader.U8("layer_count", 1, Math.Min(MaxLayers, channels));
        var layers = ImmutableArray.CreateBuilder<int>(layerCount);
        int sum = 0;
        for (int i = 0; i < layerCount; i++)
        {
            layers.Add(reader.U8("layer channels", 1, MaxChannels));
            sum += layers[i];
        }
        if (sum != channels)
        {
            throw reader.Invalid($"the layers have {sum} channels together, expected {channels}", reader.Offset - layerCount);
        }
        reader.End();
        return new LatentSpec { Channels = channels, Size = size, LayerChannels = layers.MoveToImmutable() };
    }

    public static void Write(LatentSpec latent, SectionBuilder builder)
    {
        builder.U32(latent.Channels);
        builder.U32x3(latent.Size);
        builder.U8(latent.Layers);
        foreach (int channels in latent.LayerChannels)
        {
            builder.U8(channels);
        }
    }
}
