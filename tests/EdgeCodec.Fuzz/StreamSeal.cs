using System.Buffers.Binary;

namespace EdgeCodec.Fuzz;

/// <summary>Makes the tag, indices and checks of a stream right, as far as its structure can be followed.</summary>
internal static class StreamSeal
{
    /// <summary>Seals in place. What cannot be followed is left alone.</summary>
    public static void Apply(Span<byte> stream, EdgeModel model)
    {
        uint index = 0;
        for (int at = 0; at < stream.Length;)
        {
            bool isSequence = stream[at] == StreamFormat.SequenceMarker;
            int start = at + (isSequence ? 1 : 0);
            if (stream.Length - start < 3)
            {
                return;
            }
            model.Identity[..2].CopyTo(stream[(start + 1)..]);
            StreamHeader? header;
            int length;
            try
            {
                header = StreamHeaderReader.Read(stream[start..], start, isSequence, out length, out _);
            }
            catch (EdgeCodecException)
            {
                return;
            }
            if (header is null)
            {
                return;
            }
            Span<byte> bytes = stream[at..(start + length)];
            at = start + length;
            if (!isSequence)
            {
                if (stream.Length - at >= 4)
                {
                    Unit(stream, at, at, stream.Length - 4, header, model, 0, bytes);
                }
                return;
            }
            if (!Blocks(stream, ref at, header, model, ref index, bytes))
            {
                return;
            }
        }
    }

    /// <summary>Blocks up to an end; false if the stream ends before.</summary>
    private static bool Blocks(Span<byte> stream, ref int at, StreamHeader header, EdgeModel model, ref uint index, ReadOnlySpan<byte> bytes)
    {
        while (Varint.Read(stream[at..], out uint lead, out int leadBytes) == Varint.Result.Ok)
        {
            long end = at + leadBytes + (long)(lead / 2);
            if ((lead & 1) != 0)
            {
                end = at + leadBytes;
                if (lead > StreamFormat.NextLead)
                {
                    if (Varint.Read(stream[(at + leadBytes)..], out uint length, out int lengthBytes) != Varint.Result.Ok)
                    {
                        return false;
                    }
                    end += lengthBytes + (long)length;
                }
            }
            if (end + 4 > stream.Length)
            {
                return false;
            }
            Unit(stream, at, at + leadBytes, (int)end, (lead & 1) == 0 ? header : null, model, index++, bytes);
            at = (int)end + 4;
            if (lead is StreamFormat.EndLead or StreamFormat.NextLead)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The check of a block, and of the layers of a unit.</summary>
    private static void Unit(Span<byte> stream, int start, int payload, int end, StreamHeader? header, EdgeModel model, uint index, ReadOnlySpan<byte> bytes)
    {
        Crc32C crc = StreamCheck.Begin(model, index, bytes);
        int done = start;
        int layers = header is { LayerChecks: true } ? (header.Layers ?? model.Latent.Layers) - 1 : 0;
        for (int at = payload; layers > 0 && Varint.Read(stream[at..end], out uint length, out int lengthBytes) == Varint.Result.Ok; layers--)
        {
            if (at + lengthBytes + (long)length + 4 > end)
            {
                break;
            }
            at += lengthBytes + (int)length;
            crc.Append(stream[done..at]);
            StreamCheck.Write(stream[at..], crc);
            done = at;
            at += 4;
        }
        crc.Append(stream[done..end]);
        StreamCheck.Write(stream[end..], crc);
    }
}
