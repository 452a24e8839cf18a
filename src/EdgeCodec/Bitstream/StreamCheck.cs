using System.Buffers.Binary;

namespace EdgeCodec;

/// <summary>
/// The check of a unit or block (FORMAT §5): CRC-32C over the model's whole identity, the block's index, the
/// header and the body.
/// </summary>
internal static class StreamCheck
{
    /// <summary>The check's state before the body.</summary>
    /// <param name="model">Gives the identity.</param>
    /// <param name="index">The block's index; 0 for a picture.</param>
    /// <param name="header">The header, in a sequence with its marker.</param>
    public static Crc32C Begin(EdgeModel model, uint index, ReadOnlySpan<byte> header)
    {
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(number, index);
        var crc = new Crc32C();
        crc.Append(model.Identity);
        crc.Append(number);
        crc.Append(header);
        return crc;
    }

    /// <summary>Writes the check of what was appended.</summary>
    public static void Write(Span<byte> destination, Crc32C crc) => BinaryPrimitives.WriteUInt32LittleEndian(destination, crc.Value);

    /// <summary>Throws StreamDamaged unless the four bytes at an offset of the data are the check of what was appended.</summary>
    /// <param name="data">Holds the check.</param>
    /// <param name="at">Where it is.</param>
    /// <param name="crc">State after the body.</param>
    /// <param name="model">For the message.</param>
    /// <param name="offset">Offset of the data in the stream.</param>
    public static void Verify(ReadOnlySpan<byte> data, int at, Crc32C crc, EdgeModel model, long offset)
    {
        uint stated = BinaryPrimitives.ReadUInt32LittleEndian(data[at..]);
        if (stated != crc.Value)
        {
            throw StreamFormat.Error(
                EdgeCodecStatus.StreamDamaged,
                $"the check is {stated:x8}, but the content gives {crc.Value:x8} with model {model}: the stream is damaged or cut short, or was made with another model of the same tag",
                offset + at);
        }
    }
}
