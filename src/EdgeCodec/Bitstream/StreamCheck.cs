using System.Buffers.Binary;

namespace EdgeCodec;

/// <summary>The check at a stream's end (FORMAT §4): CRC-32C over the model's whole identity and all bytes before it.</summary>
internal static class StreamCheck
{
    public static uint Compute(EdgeModel model, ReadOnlySpan<byte> beforeCheck)
    {
        var crc = new Crc32C();
        crc.Append(model.Identity);
        crc.Append(beforeCheck);
        return crc.Value;
    }

    /// <summary>Throws StreamDamaged unless the last four bytes are the check of those before.</summary>
    public static void Verify(ReadOnlySpan<byte> stream, EdgeModel model)
    {
        int offset = stream.Length - StreamFormat.CheckBytes;
        uint stated = BinaryPrimitives.ReadUInt32LittleEndian(stream[offset..]);
        uint computed = Compute(model, stream[..offset]);
        if (stated != computed)
        {
            throw StreamFormat.Error(
                EdgeCodecStatus.StreamDamaged,
                $"the check is {stated:x8}, but the content gives {computed:x8} with model {model}: the stream is damaged or cut short, or was made with another model of the same tag",
                offset);
        }
    }
}
