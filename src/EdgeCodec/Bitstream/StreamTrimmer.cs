using System.Buffers;

namespace EdgeCodec;

/// <summary>Re-seals streams to fewer layers (FORMAT §10): no pixels, no network, no entropy coding. Thread-safe.</summary>
public static class StreamTrimmer
{
    /// <summary>Verifies a stream and writes it anew with its first layers.</summary>
    /// <param name="stream">The whole stream and nothing else.</param>
    /// <param name="model">The model that made it: its identity is under every check.</param>
    /// <param name="layers">Layers to keep, from 1 to those in the stream.</param>
    /// <returns>The bytes that an encoder writes which is asked for so many layers.</returns>
    /// <exception cref="EdgeCodecException">FORMAT §8, with the offset; InvalidArgument: the stream has fewer layers.</exception>
    public static byte[] Trim(ReadOnlySpan<byte> stream, EdgeModel model, int layers)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Latent.CheckLayers(layers);
        var blocks = new BlockParser(model);
        var output = new ArrayBufferWriter<byte>(stream.Length + 1);
        var sequences = new SequenceWriter(model, output);
        StreamHeader? header = null;
        for (int at = 0; ;)
        {
            ReadOnlySpan<byte> rest = stream[at..];
            BlockKind kind = blocks.Read(rest, isFinal: true, out int consumed);
            at += consumed;
            switch (kind)
            {
                case BlockKind.Header:
                    header = Trim(blocks.Header!, model, layers);
                    if (blocks.IsSequence)
                    {
                        sequences.Begin(header);
                    }
                    break;
                case BlockKind.Unit when blocks.IsSequence:
                    sequences.WriteSegments(header!, rest, blocks.Segments[..layers]);
                    break;
                case BlockKind.Unit:
                    WritePicture(header!, model, rest, blocks.Segments[..layers], output);
                    break;
                case BlockKind.Extension:
                    sequences.WriteExtension(blocks.ExtensionType, rest[blocks.ExtensionContent]);
                    break;
                case BlockKind.End:
                    // Whether it is the last shows when the next header comes, or the end of the stream.
                    break;
                default:
                    sequences.End();
                    return output.WrittenSpan.ToArray();
            }
        }
    }

    private static StreamHeader Trim(StreamHeader header, EdgeModel model, int layers)
    {
        int present = header.LayersOf(model);
        if (layers > present)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.InvalidArgument, $"{layers} layers are to be kept, but the stream has {present}.");
        }
        return header with
        {
            Layers = layers == model.Latent.Layers ? null : layers,
            LayerChecks = header.LayerChecks && layers > 1,
        };
    }

    private static void WritePicture(
        StreamHeader header, EdgeModel model, ReadOnlySpan<byte> data, ReadOnlySpan<Range> segments, ArrayBufferWriter<byte> output)
    {
        Span<byte> memory = output.GetSpan(StreamHeaderWriter.MaxBytes(header) + data.Length + UnitWriter.MaxFraming(segments.Length));
        int length = StreamHeaderWriter.Write(header, memory);
        Crc32C crc = StreamCheck.Begin(model, 0, memory[..length]);
        length += UnitWriter.Write(data, segments, header.LayerChecks, hasLead: false, crc, memory[length..]);
        output.Advance(length);
    }
}
