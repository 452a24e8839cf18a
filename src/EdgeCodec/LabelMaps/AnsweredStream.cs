using System.Globalization;

namespace EdgeCodec;

/// <summary>
/// The stream, or the unit of one, that a label map answers: its digest and the geometry of its source
/// (LABELMAP §2.1). Immutable.
/// </summary>
/// <param name="Digest">The first 8 bytes of the SHA-256, the first uppermost.</param>
/// <param name="Width">Source width.</param>
/// <param name="Height">Source height.</param>
/// <param name="Depth">Source depth; 1 for a picture.</param>
public readonly record struct AnsweredStream(ulong Digest, int Width, int Height, int Depth)
{
    /// <summary>The digest as 16 lower-case hexadecimal digits.</summary>
    public string DigestHex => Digest.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>A stream of one picture. Its header is read; whether the stream is whole is not checked.</summary>
    /// <param name="stream">The whole stream.</param>
    /// <exception cref="EdgeCodecException">As <see cref="StreamDecoder.ReadHeader"/>.</exception>
    public static AnsweredStream Of(ReadOnlySpan<byte> stream)
    {
        StreamHeader header = StreamDecoder.ReadHeader(stream);
        return new AnsweredStream(Sha256.Leading64(stream, default), header.Width, header.Height, header.Depth);
    }

    /// <summary>A unit of a sequence, whose bytes alone do not say what it belongs to.</summary>
    /// <param name="sequenceHeader">The bytes of the sequence's start as they stand in the stream.</param>
    /// <param name="unit">The bytes of the unit as they stand in the stream, its check included.</param>
    /// <param name="width">Width of the unit's source.</param>
    /// <param name="height">Its height.</param>
    /// <param name="depth">Its depth; that of the slab where a volume is coded in slabs.</param>
    public static AnsweredStream OfUnit(ReadOnlySpan<byte> sequenceHeader, ReadOnlySpan<byte> unit, int width, int height, int depth) =>
        new(Sha256.Leading64(sequenceHeader, unit), width, height, depth);
}
