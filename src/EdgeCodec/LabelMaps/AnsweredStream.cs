using System.Buffers;
using System.Globalization;

namespace EdgeCodec;

/// <summary>
/// What a label map answers, a picture or one source of a sequence: the digest of what was sent for it, and its
/// geometry (LABELMAP §2.1). Immutable.
/// </summary>
/// <param name="Digest">The first 8 bytes of the SHA-256, the first uppermost.</param>
/// <param name="Width">Source width.</param>
/// <param name="Height">Source height.</param>
/// <param name="Depth">Source depth; 1 for a picture.</param>
public readonly record struct AnsweredStream(ulong Digest, int Width, int Height, int Depth)
{
    /// <summary>The digest as 16 lower-case hexadecimal digits.</summary>
    public string DigestHex => Digest.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The stream of one picture. Its header is read; whether the stream is whole is not checked.</summary>
    /// <param name="stream">The whole stream.</param>
    /// <exception cref="EdgeCodecException">As <see cref="StreamDecoder.ReadHeader"/>; StreamHeaderInvalid for a sequence.</exception>
    public static AnsweredStream Of(ReadOnlySpan<byte> stream)
    {
        if (StreamDecoder.IsSequence(stream))
        {
            throw StreamFormat.Error(
                EdgeCodecStatus.StreamHeaderInvalid, "the stream is a sequence, each of whose sources has an answer of its own; expected a picture", 0);
        }
        HeaderFields header = StreamDecoder.ReadFields(stream);
        return new AnsweredStream(Sha256.Leading64(stream, default), header.Width, header.Height, header.Depth);
    }

    /// <summary>A source of a sequence, whose bytes alone do not say what it belongs to.</summary>
    /// <param name="start">The sequence's marker and header, as they stand in the stream.</param>
    /// <param name="units">The source's unit, or all slabs of the volume one after the other, each from its lead to its check.</param>
    /// <param name="width">Source width.</param>
    /// <param name="height">Source height.</param>
    /// <param name="depth">Source depth, all slabs together.</param>
    public static AnsweredStream OfUnits(ReadOnlySpan<byte> start, ReadOnlySpan<byte> units, int width, int height, int depth) =>
        new(Sha256.Leading64(start, units), width, height, depth);

    /// <summary>Every source of a stream of any kind, in order. The stream's framing and checks are verified.</summary>
    /// <param name="stream">The whole stream and nothing else.</param>
    /// <param name="model">The model that made it.</param>
    /// <exception cref="EdgeCodecException">FORMAT §8, with the offset.</exception>
    public static IReadOnlyList<AnsweredStream> OfAll(ReadOnlySpan<byte> stream, EdgeModel model)
    {
        var blocks = new BlockParser(model);
        var sources = new List<AnsweredStream>();
        var units = new ArrayBufferWriter<byte>();
        ReadOnlySpan<byte> start = default;
        for (int at = 0; ;)
        {
            BlockKind kind = blocks.Read(stream[at..], isFinal: true, out int length);
            ReadOnlySpan<byte> block = stream.Slice(at, length);
            at += length;
            if (kind == BlockKind.Done)
            {
                return sources;
            }
            if (kind == BlockKind.Header)
            {
                start = block;
            }
            else if (kind == BlockKind.Unit)
            {
                units.Write(block);
                StreamHeader header = blocks.Header!;
                if ((blocks.UnitIndex + 1) % (header.Slabs ?? 1) == 0)
                {
                    sources.Add(OfUnits(start, units.WrittenSpan, header.Width, header.Height, header.Depth));
                    units.Clear();
                }
            }
        }
    }
}
