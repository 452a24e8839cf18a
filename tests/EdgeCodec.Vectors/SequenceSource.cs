using System.Text.Json.Nodes;

namespace EdgeCodec.Vectors;

/// <summary>A source of a sequence, and where what was sent for it lies in the stream.</summary>
/// <param name="Source">Index among the stream's sources.</param>
/// <param name="Header">Bytes of the sequence's marker and header.</param>
/// <param name="Units">Bytes of the source's units.</param>
/// <param name="Answered">What a label map answers.</param>
internal sealed record SequenceSource(int Source, Range Header, Range Units, AnsweredStream Answered)
{
    /// <summary>Finds a source whose units lie together.</summary>
    public static SequenceSource Find(byte[] stream, byte[] model, int source)
    {
        var blocks = new BlockParser(EdgeModel.Parse(model));
        (Range header, int start, int left) = (default, 0, source);
        for (int at = 0; ;)
        {
            BlockKind kind = blocks.Read(stream.AsSpan(at), isFinal: true, out int length);
            if (kind == BlockKind.Done)
            {
                throw new ArgumentOutOfRangeException(nameof(source));
            }
            if (kind == BlockKind.Header)
            {
                header = at..(at + length);
            }
            int slabs = blocks.Header!.Slabs ?? 1;
            if (kind == BlockKind.Unit && blocks.UnitIndex % slabs == 0)
            {
                start = at;
            }
            at += length;
            if (kind == BlockKind.Unit && (blocks.UnitIndex + 1) % slabs == 0 && left-- == 0)
            {
                StreamHeader h = blocks.Header;
                return new SequenceSource(source, header, start..at, AnsweredStream.OfUnits(stream.AsSpan()[header], stream.AsSpan()[start..at], h.Width, h.Height, h.Depth));
            }
        }
    }

    /// <summary>Says in a vector's expectation which source is answered.</summary>
    public JsonObject AddTo(JsonObject expected, string model)
    {
        expected["model"] = model + ".ecm";
        expected["source"] = Source;
        expected["header_start"] = Header.Start.Value;
        expected["header_end"] = Header.End.Value;
        expected["units_start"] = Units.Start.Value;
        expected["units_end"] = Units.End.Value;
        expected["width"] = Answered.Width;
        expected["height"] = Answered.Height;
        expected["depth"] = Answered.Depth;
        return expected;
    }
}
