using System.Buffers.Binary;

namespace EdgeCodec.Cli.Pictures;

/// <summary>
/// What libvips does not say of a PNG file: that it is the first picture of an animation, and that EXIF data, with an
/// orientation perhaps, come after the pixels, where they are not looked for.
/// </summary>
internal static class PngChunks
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <exception cref="InputException">The file is one of these.</exception>
    public static void Check(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[8];
        if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || !head.SequenceEqual(Signature)) { return; }
        bool hasPixels = false;
        while (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length)
        {
            ReadOnlySpan<byte> kind = head[4..];
            hasPixels |= kind.SequenceEqual("IDAT"u8);
            if (kind.SequenceEqual("acTL"u8)) { throw new InputException($"{path}: is animated; a photograph is one picture"); }
            if (hasPixels && kind.SequenceEqual("eXIf"u8)) { throw new InputException($"{path}: EXIF data follow the pixels, and an orientation in them would be overlooked; write it anew"); }
            // Length and check; a length beyond the end is libvips' to complain about.
            file.Seek(BinaryPrimitives.ReadUInt32BigEndian(head) + 4L, SeekOrigin.Current);
        }
    }
}
