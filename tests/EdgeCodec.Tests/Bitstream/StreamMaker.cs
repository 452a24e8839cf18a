using System.Buffers;

namespace EdgeCodec.Tests.Bitstream;

/// <summary>Streams for tests: of random images, and sealed over bytes that no encoder writes.</summary>
internal static class StreamMaker
{
    /// <summary>The model with most structure: one channel, s16, caller's window, depth, several layers.</summary>
    public static readonly EdgeModel Volume = RandomModels.Volume(1).Build();

    public static readonly EdgeModel Picture = RandomModels.Picture(1).Build();

    /// <summary>Five layers of one channel each.</summary>
    public static readonly EdgeModel Layered = WithLayers(RandomModels.Volume(1), 1, 1, 1, 1, 1).Build();

    public static ModelParts WithLayers(ModelParts parts, params int[] channels) =>
        parts with { Latent = parts.Latent with { LayerChannels = [.. channels] } };

    public static byte[] Encode(EdgeModel model, SplitMix random, EncodeOptions? options = null)
    {
        (ImageMaker image, IntensityWindow? window) = ImageMaker.For(model, random);
        return new Encoder(model).Encode(image.View, (options ?? new EncodeOptions()) with { Window = window });
    }

    /// <summary>A stream of sequences: some images of one geometry, then some of another.</summary>
    public static byte[] EncodeSequences(EdgeModel model, SplitMix random, EncodeOptions? options = null, int sequences = 2, int units = 3)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new SequenceWriter(model, output);
        var encoder = new Encoder(model);
        for (int i = 0; i < sequences; i++)
        {
            (ImageMaker image, IntensityWindow? window) = ImageMaker.For(model, random);
            EncodeOptions own = (options ?? new EncodeOptions()) with { Window = window, Spacing = new VoxelSpacing(1, 1, (uint)i + 1) };
            for (int unit = 0; unit < units; unit++)
            {
                encoder.Encode(image.View, writer, own);
                image.Data.AsSpan().Reverse();
            }
        }
        writer.End();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>A picture's header and any body under the right check.</summary>
    public static byte[] Seal(EdgeModel model, ReadOnlySpan<byte> header, ReadOnlySpan<byte> body) => [.. header, .. Seal(model, 0, header, body)];

    /// <summary>Any body under the right check.</summary>
    public static byte[] Seal(EdgeModel model, uint index, ReadOnlySpan<byte> header, ReadOnlySpan<byte> body)
    {
        Crc32C crc = StreamCheck.Begin(model, index, header);
        crc.Append(body);
        byte[] bytes = [.. body, 0, 0, 0, 0];
        StreamCheck.Write(bytes.AsSpan(body.Length), crc);
        return bytes;
    }
}
