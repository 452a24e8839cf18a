using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EdgeCodec;

/// <summary>Rows whose bits are all known, an encoder's: four columns at a time, which need not wait for one another.</summary>
internal sealed partial class ContextEvaluator
{
    private const int Columns = 4;

    /// <summary>The probabilities in 1/65536 that the bits of the row are 1.</summary>
    /// <param name="bits">The latent, <c>[C, D, H, W]</c>.</param>
    /// <returns>One for each column, until the next row; the row was started as known.</returns>
    public ReadOnlySpan<ushort> Probabilities(ReadOnlySpan<byte> bits)
    {
        Span<ushort> row = _row;
        int x = 0;
        if (Vector128.IsHardwareAccelerated && _tables.Stride == ContextTables.Lanes)
        {
            for (; x <= row.Length - Columns; x += Columns)
            {
                Vector128<int> index = Indices(FourSums(x));
                row[x] = _probability[index[0]];
                row[x + 1] = _probability[index[1]];
                row[x + 2] = _probability[index[2]];
                row[x + 3] = _probability[index[3]];
            }
        }
        for (; x < row.Length; x++)
        {
            row[x] = (ushort)Probability(bits, x);
        }
        return row;
    }

    /// <summary>Indices of the probability table for sums: shifted with rounding, and clamped to the table.</summary>
    private Vector128<int> Indices(Vector128<int> sums)
    {
        int shift = _model.LogitShift;
        Vector128<int> index = ((sums + Vector128.Create(1 << (shift - 1))) >> shift) + Vector128.Create(ContextModel.TableSize / 2);
        return Vector128.Min(Vector128.Max(index, Vector128<int>.Zero), Vector128.Create(ContextModel.TableSize - 1));
    }

    /// <summary>The sums of four columns from <paramref name="x"/>, of a model of up to 16 hidden units.</summary>
    private Vector128<int> FourSums(int x)
    {
        ref short start0 = ref StartOf(x, out int direct0);
        ref short start1 = ref StartOf(x + 1, out int direct1);
        ref short start2 = ref StartOf(x + 2, out int direct2);
        ref short start3 = ref StartOf(x + 3, out int direct3);
        Vector128<short> low0 = Vector128.LoadUnsafe(ref start0), high0 = Vector128.LoadUnsafe(ref start0, 8);
        Vector128<short> low1 = Vector128.LoadUnsafe(ref start1), high1 = Vector128.LoadUnsafe(ref start1, 8);
        Vector128<short> low2 = Vector128.LoadUnsafe(ref start2), high2 = Vector128.LoadUnsafe(ref start2, 8);
        Vector128<short> low3 = Vector128.LoadUnsafe(ref start3), high3 = Vector128.LoadUnsafe(ref start3, 8);
        ref short sums = ref MemoryMarshal.GetArrayDataReference(_tables.Sums);
        ref int directSums = ref MemoryMarshal.GetArrayDataReference(_tables.DirectSums);
        for (int run = 0; run < _codedCount; run++)
        {
            // A byte, and so a row of the table, for each column.
            uint four = BinaryPrimitives.ReadUInt32LittleEndian(_coded.AsSpan((run * _stride) + x));
            nint table = _codedTables[run];
            ref short weights = ref Unsafe.Add(ref sums, table * ContextTables.Lanes);
            ref int direct = ref Unsafe.Add(ref directSums, table);
            Add(ref weights, ref direct, (byte)four, ref low0, ref high0, ref direct0);
            Add(ref weights, ref direct, (byte)(four >> 8), ref low1, ref high1, ref direct1);
            Add(ref weights, ref direct, (byte)(four >> 16), ref low2, ref high2, ref direct2);
            Add(ref weights, ref direct, (byte)(four >> 24), ref low3, ref high3, ref direct3);
        }
        ref short output = ref MemoryMarshal.GetArrayDataReference(_tables.Output);
        ref short outputHigh = ref Unsafe.Add(ref output, 8);
        Vector128<int> hidden = Vector128.Create(
            Vector128.Sum(Weigh(low0, ref output) + Weigh(high0, ref outputHigh)),
            Vector128.Sum(Weigh(low1, ref output) + Weigh(high1, ref outputHigh)),
            Vector128.Sum(Weigh(low2, ref output) + Weigh(high2, ref outputHigh)),
            Vector128.Sum(Weigh(low3, ref output) + Weigh(high3, ref outputHigh)));
        return hidden + Vector128.Create(direct0, direct1, direct2, direct3) + Vector128.LoadUnsafe(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_position), _positionStart + x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref short weights, ref int directs, nint row, ref Vector128<short> low, ref Vector128<short> high, ref int direct)
    {
        weights = ref Unsafe.Add(ref weights, row * ContextTables.Lanes);
        low += Vector128.LoadUnsafe(ref weights);
        high += Vector128.LoadUnsafe(ref weights, 8);
        direct += Unsafe.Add(ref directs, row);
    }
}
