using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace EdgeCodec;

/// <summary>Writes the fields of a section in order, little-endian. A value that its field cannot hold is an error.</summary>
internal sealed class SectionBuilder
{
    private readonly List<byte> _bytes = [];

    public ReadOnlySpan<byte> Bytes => CollectionsMarshal.AsSpan(_bytes);

    public int Length => _bytes.Count;

    public void U8(long value) => _bytes.Add(checked((byte)value));

    public void S8(long value) => _bytes.Add((byte)checked((sbyte)value));

    public void U16(long value)
    {
        Span<byte> field = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(field, checked((ushort)value));
        Raw(field);
    }

    public void U32(long value)
    {
        Span<byte> field = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(field, checked((uint)value));
        Raw(field);
    }

    public void S32(long value) => U32((uint)checked((int)value));

    public void S16(short value) => U16((ushort)value);

    public void U8x3(Size3 value)
    {
        U8(value.D);
        U8(value.H);
        U8(value.W);
    }

    public void U32x3(Size3 value)
    {
        U32(value.D);
        U32(value.H);
        U32(value.W);
    }

    /// <summary>An array of another length would shift everything after it, perhaps into something that parses.</summary>
    public static void CheckLength<T>(string where, string field, ImmutableArray<T> values, long expected)
    {
        int length = values.IsDefault ? 0 : values.Length;
        if (length != expected)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.ModelInvalid, $"Edge model section {where}: {field} has {length} entries, expected {expected}.");
        }
    }

    public void Raw(ReadOnlySpan<byte> bytes) => _bytes.AddRange(bytes);

    public void Zeros(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _bytes.Add(0);
        }
    }
}
