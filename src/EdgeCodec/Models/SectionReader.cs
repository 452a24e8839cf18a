using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace EdgeCodec;

/// <summary>
/// Reads the fields of one section of an edge model in order. Every error names the section, the item
/// within it, the byte offset in the file, what was found and what was expected. An array is allocated only
/// after the section was seen to hold it, so memory is bounded by the file's own length.
/// </summary>
internal ref struct SectionReader(ReadOnlySpan<byte> file, int start, int end, string section)
{
    private readonly ReadOnlySpan<byte> _file = file;
    private readonly string _section = section;
    private string _item = "";
    private int _itemIndex = -1;

    /// <summary>Offset in the file of the next field.</summary>
    public int Offset { get; private set; } = start;

    public readonly int Remaining => end - Offset;

    /// <summary>Names the item that the next fields belong to, for errors.</summary>
    public void Enter(string item, int index)
    {
        _item = item;
        _itemIndex = index;
    }

    public void Leave() => _itemIndex = -1;

    public int U8(string field, int min, int max) => (int)Check(Take(1, field)[0], min, max, field, 1);

    public int S8(string field) => (sbyte)Take(1, field)[0];

    public int U16(string field, int min, int max) =>
        (int)Check(BinaryPrimitives.ReadUInt16LittleEndian(Take(2, field)), min, max, field, 2);

    public int U32(string field, int min, int max) =>
        (int)Check(BinaryPrimitives.ReadUInt32LittleEndian(Take(4, field)), min, max, field, 4);

    public int S32(string field, int min, int max) =>
        (int)Check(BinaryPrimitives.ReadInt32LittleEndian(Take(4, field)), min, max, field, 4);

    public Size3 U8x3(string field, int min, int max) => new(U8(field, min, max), U8(field, min, max), U8(field, min, max));

    public Size3 U32x3(string field, int min, int max) => new(U32(field, min, max), U32(field, min, max), U32(field, min, max));

    public byte[] Bytes(string field, long count) => Take(count, field).ToArray();

    public sbyte[] S8Array(string field, long count) => MemoryMarshal.Cast<byte, sbyte>(Take(count, field)).ToArray();

    public short[] S16Array(string field, long count)
    {
        ReadOnlySpan<byte> bytes = Take(count * 2, field);
        var values = new short[count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(i * 2)..]);
        }
        return values;
    }

    public int[] S32Array(string field, long count)
    {
        ReadOnlySpan<byte> bytes = Take(count * 4, field);
        var values = new int[count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(i * 4)..]);
        }
        return values;
    }

    /// <summary>The section must end here (ECM §1).</summary>
    public readonly void End()
    {
        if (Remaining != 0)
        {
            throw Invalid($"{Remaining} bytes follow the last field, expected none", Offset);
        }
    }

    /// <summary>Checks an element of an array that was read just before.</summary>
    public readonly void Element(string field, long value, long min, long max, int index, int count, int elementBytes)
    {
        if (value < min || value > max)
        {
            throw Invalid($"{field}[{index}] is {value}, expected {min} to {max}", Offset - ((count - index) * elementBytes));
        }
    }

    public readonly EdgeCodecException Invalid(string what, int offset) => Error(EdgeCodecStatus.ModelInvalid, what, offset);

    public readonly EdgeCodecException Error(EdgeCodecStatus status, string what, int offset)
    {
        string item = _itemIndex < 0 ? "" : $" {_item} {_itemIndex}";
        return new EdgeCodecException(
            status, $"Edge model section {_section}{item}, byte {offset}: {what}.", offset);
    }

    private readonly long Check(long value, long min, long max, string field, int bytes)
    {
        if (value < min || value > max)
        {
            string expected = min == max ? $"{min}" : $"{min} to {max}";
            throw Invalid($"{field} is {value}, expected {expected}", Offset - bytes);
        }
        return value;
    }

    private ReadOnlySpan<byte> Take(long count, string field)
    {
        if (count > Remaining)
        {
            throw Invalid($"{field} needs {count} bytes, but the section has {Remaining} left", Offset);
        }
        ReadOnlySpan<byte> bytes = _file.Slice(Offset, (int)count);
        Offset += (int)count;
        return bytes;
    }
}
