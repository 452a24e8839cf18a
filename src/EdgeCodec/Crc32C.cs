using System.Buffers.Binary;
using System.Numerics;

namespace EdgeCodec;

/// <summary>CRC-32C (Castagnoli): reflected, initial value and final exclusive-or all ones.</summary>
internal struct Crc32C()
{
    private uint _state = 0xFFFFFFFF;

    public readonly uint Value => ~_state;

    public static uint Compute(ReadOnlySpan<byte> data)
    {
        var crc = new Crc32C();
        crc.Append(data);
        return crc.Value;
    }

    public void Append(ReadOnlySpan<byte> data)
    {
        uint state = _state;
        while (data.Length >= 8)
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data[8..];
        }
        foreach (byte value in data)
        {
            state = BitOperations.Crc32C(state, value);
        }
        _state = state;
    }
}
