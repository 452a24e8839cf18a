using System.Buffers.Binary;
using EdgeCodec.Tests;

namespace EdgeCodec.Vectors;

/// <summary>Streams put together by hand, so that they can be wrong under right checks.</summary>
internal static class RawStream
{
    /// <summary>A header for pictures of at most 4096 x 4096; the options byte and its fields as given.</summary>
    public static byte[] Narrow(EdgeModel model, SampleType type, int width, int height, params byte[] options)
    {
        int size = (width - 1) | ((height - 1) << 12);
        return [(byte)(0xE0 | (options.Length > 0 ? 4 : 0) | (int)type), .. model.Identity[..2], (byte)size, (byte)(size >> 8), (byte)(size >> 16), .. options];
    }

    /// <summary>A header in the wide form, with whatever numbers.</summary>
    public static byte[] Wide(EdgeModel model, SampleType type, int width, int height, params byte[] options) =>
        [(byte)(0xE8 | (options.Length > 0 ? 4 : 0) | (int)type), .. model.Identity[..2], (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), .. options];

    /// <summary>A body and the right check (FORMAT §5).</summary>
    public static byte[] Seal(EdgeModel model, uint index, ReadOnlySpan<byte> header, ReadOnlySpan<byte> body)
    {
        byte[] block = [.. body, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(body.Length), CheckOf(model, index, header, body));
        return block;
    }

    public static uint CheckOf(EdgeModel model, uint index, ReadOnlySpan<byte> header, ReadOnlySpan<byte> body)
    {
        Crc32C crc = StreamCheck.Begin(model, index, header);
        crc.Append(body);
        return crc.Value;
    }

    /// <summary>A picture with any header and payload, sealed.</summary>
    public static byte[] Picture(EdgeModel model, byte[] header, params byte[] payload) => [.. header, .. Seal(model, 0, header, payload)];

    /// <summary>A header under the marker of a sequence and blocks, each sealed by its place.</summary>
    public static byte[] Sequence(EdgeModel model, byte[] header, params byte[][] blocks) => Sequence(model, header, 0, blocks);

    /// <summary>One of the sequences of a stream: <paramref name="first"/> blocks are before it.</summary>
    public static byte[] Sequence(EdgeModel model, byte[] header, uint first, params byte[][] blocks)
    {
        byte[] marked = [0xE3, .. header];
        return [.. marked, .. blocks.SelectMany((block, i) => Seal(model, first + (uint)i, marked, block))];
    }

    public static byte[] Varint(uint value)
    {
        Span<byte> bytes = stackalloc byte[EdgeCodec.Varint.MaxBytes];
        return bytes[..EdgeCodec.Varint.Write(bytes, value)].ToArray();
    }

    public static byte[] Unit(params byte[] payload) => [.. Varint(2 * (uint)payload.Length), .. payload];

    public static byte[] Extension(uint type, params byte[] content) => [.. Varint((2 * type) + 1), .. Varint((uint)content.Length), .. content];

    public static byte[] End { get; } = [1];

    public static byte[] Next { get; } = [3];

    /// <summary>Payload of the picture that an encoder makes of smooth blobs.</summary>
    public static byte[] Payload(EdgeModel model, SampleType type, int width, int height, int depth = 1, EncodeOptions? options = null, ulong seed = 1)
    {
        ImageMaker image = ImageMaker.Smooth(new SplitMix(seed), type, model.Grid.Channels, width, height, depth);
        byte[] stream = new Encoder(model).Encode(image.View, options);
        return stream[StreamDecoder.HeaderLength(stream)..^4];
    }

    public static Latent LatentOf(EdgeModel model, SampleType type, int width, int height, int depth = 1, IntensityWindow? window = null, ulong seed = 1) =>
        new Encoder(model).EncodeLatent(ImageMaker.Smooth(new SplitMix(seed), type, model.Grid.Channels, width, height, depth).View, window);
}
