using System.IO.Compression;
using K4os.Compression.LZ4;

namespace EdgeCodec.Bench.LabelMaps;

/// <summary>A general-purpose coder without a container, over a byte a label or over packed bits, whichever is shorter.</summary>
internal sealed class BarePeer(string name, Func<byte[], byte[]> encode, Func<byte[], int, byte[]> decode) : ILabelPeer
{
    public static readonly BarePeer Lz4 = new("LZ4 (K4os, level 12)", EncodeLz4, DecodeLz4);

    public static readonly BarePeer Deflate = new("deflate (level 9)", EncodeDeflate, DecodeDeflate);

    public string Name { get; } = name;

    public byte[] Encode(LabelVolume volume)
    {
        byte[] bytes = RoundTrip(volume.Labels, volume), packed = RoundTrip(volume.Packed(), volume);
        return bytes.Length <= packed.Length ? bytes : packed;
    }

    public static byte[] EncodeLz4(byte[] plain)
    {
        byte[] coded = new byte[LZ4Codec.MaximumOutputSize(plain.Length)];
        return coded[..LZ4Codec.Encode(plain, coded, LZ4Level.L12_MAX)];
    }

    public static byte[] DecodeLz4(byte[] coded, int length)
    {
        byte[] plain = new byte[length];
        return plain[..Math.Max(LZ4Codec.Decode(coded, plain), 0)];
    }

    private static byte[] EncodeDeflate(byte[] plain)
    {
        using var coded = new MemoryStream();
        using (var deflate = new DeflateStream(coded, new ZLibCompressionOptions { CompressionLevel = 9 }))
        {
            deflate.Write(plain);
        }
        return coded.ToArray();
    }

    private static byte[] DecodeDeflate(byte[] coded, int length)
    {
        byte[] plain = new byte[length];
        using var inflate = new DeflateStream(new MemoryStream(coded), CompressionMode.Decompress);
        return plain[..inflate.ReadAtLeast(plain, length, throwOnEndOfStream: false)];
    }

    private byte[] RoundTrip(byte[] plain, LabelVolume volume)
    {
        byte[] coded = encode(plain);
        return decode(coded, plain.Length).AsSpan().SequenceEqual(plain)
            ? coded
            : throw new InvalidDataException($"{volume.Name}: {Name} gives other labels back");
    }
}
