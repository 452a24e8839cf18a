using System.Buffers.Binary;

namespace EdgeCodec.Bench.Corruption;

/// <summary>
/// How often the check of a damaged picture agrees with its content in its low 8 bits. A check without preference
/// agrees in 1 of 256, and in all 32 bits in 1 of 2^32: the first can be seen, and bears out the second. For noise
/// only: of a few flipped bits the difference of the check depends on nothing but where they are.
/// </summary>
internal sealed class CheckAgreement
{
    private const int Bits = 8;

    /// <summary>Damaged pictures whose header can still be read, and in which more than the check itself is damaged.</summary>
    public int Checked { get; private set; }

    public int Agreed { get; private set; }

    public double Expected => Checked / (double)(1 << Bits);

    /// <summary>Standard deviations between what was seen and what was expected.</summary>
    public double Deviation => Checked == 0 ? 0 : (Agreed - Expected) / Math.Sqrt(Expected * (1 - (1.0 / (1 << Bits))));

    public void Add(ReadOnlySpan<byte> damaged, WholeStream whole)
    {
        bool isCheckAlone = damaged.Length == whole.Bytes.Length && damaged.Length >= StreamFormat.CheckBytes
            && damaged[..^StreamFormat.CheckBytes].SequenceEqual(whole.Bytes.AsSpan(..^StreamFormat.CheckBytes));
        if (isCheckAlone || StreamDecoder.IsSequence(damaged))
        {
            return;
        }
        int header;
        try
        {
            header = StreamDecoder.HeaderLength(damaged);
        }
        catch (EdgeCodecException)
        {
            return;
        }
        if (damaged.Length < header + StreamFormat.CheckBytes)
        {
            return;
        }
        Crc32C crc = StreamCheck.Begin(whole.Model, 0, damaged[..header]);
        crc.Append(damaged[header..^StreamFormat.CheckBytes]);
        uint difference = crc.Value ^ BinaryPrimitives.ReadUInt32LittleEndian(damaged[^StreamFormat.CheckBytes..]);
        Checked++;
        Agreed += (difference & ((1 << Bits) - 1)) == 0 ? 1 : 0;
    }
}
