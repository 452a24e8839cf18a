using System.Numerics;

namespace EdgeCodec.Bench.LabelMaps;

/// <summary>Labels [D, H, W] of 8 bits.</summary>
internal sealed record LabelVolume(string Name, int Width, int Height, int Depth, byte[] Labels)
{
    /// <summary>Rows of all slices, one below the other.</summary>
    public int Rows => Height * Depth;

    /// <summary>The greatest label.</summary>
    public int Greatest { get; } = Labels.Max();

    /// <summary>Bits that hold a label, 1, 2, 4 or 8.</summary>
    public int LabelBits => (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(BitOperations.Log2((uint)Greatest) + 1, 1));

    /// <summary>The labels at <see cref="LabelBits"/>, rows padded to bytes.</summary>
    public byte[] Packed()
    {
        int rowBytes = ((Width * LabelBits) + 7) / 8;
        byte[] packed = new byte[rowBytes * Rows];
        for (int i = 0; i < Labels.Length; i++)
        {
            int bit = i % Width * LabelBits;
            packed[(i / Width * rowBytes) + (bit / 8)] |= (byte)(Labels[i] << (8 - LabelBits - (bit % 8)));
        }
        return packed;
    }
}
