using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeCodec;

/// <summary>
/// Evaluates a context model (ECM §5) along a row of the latent. Runs of taps in rows that are already coded are looked
/// up for the whole row at its start; those of the row itself keep their bits as an index into their table, into
/// which every column shifts one bit. The weight rows of all runs are then added up. Its memory is allocated once.
/// Not thread-safe.
/// </summary>
internal sealed partial class ContextEvaluator
{
    /// <summary>A tap's offset is s8.</summary>
    private const int MaxReach = 128;

    /// <summary>Kinds of rows that are kept: in a picture whose taps reach two rows up and one down there are four.</summary>
    private const int EdgeKinds = 4;

    private readonly LatentSpec _latent;
    private readonly int _width;
    private readonly ContextModel _model;
    private readonly ushort[] _probability;

    /// <summary>The channel's runs whose rows lie inside the latent; those of the row itself come last.</summary>
    private readonly int[] _runs;

    /// <summary>Bits of the runs in coded rows for every column, <c>[_codedCount][_stride]</c>.</summary>
    private readonly byte[] _coded;

    /// <summary>First table rows of these runs.</summary>
    private readonly int[] _codedTables;

    /// <summary>A coded row between as many zeros as a tap can reach.</summary>
    private readonly byte[] _padded;

    /// <summary>Columns, rounded up to whole vectors.</summary>
    private readonly int _stride;
    private readonly OwnRun[] _own;

    /// <summary>Probabilities of a known row.</summary>
    private readonly ushort[] _row;

    /// <summary>For each channel <see cref="EdgeKinds"/>.</summary>
    private readonly EdgeSums[] _edges;
    private EdgeSums _edge;
    private int _runCount;
    private int _codedCount;
    private ContextTables _tables;
    private int[] _position;
    private int _positionStart;
    private int _rowStart;

    public ContextEvaluator(LatentSpec latent, ContextModel model)
    {
        _latent = latent;
        _width = latent.Width;
        _model = model;
        _probability = ImmutableCollectionsMarshal.AsArray(model.Probability)!;
        ContextTables[] tables = model.Tables;
        _tables = tables[0];
        _position = [];
        int runs = tables.Max(t => t.Runs.Length);
        _runs = new int[runs];
        _stride = (_width + Vector128<byte>.Count - 1) / Vector128<byte>.Count * Vector128<byte>.Count;
        _coded = new byte[runs * _stride];
        _codedTables = new int[runs];
        _padded = new byte[MaxReach + _stride + MaxReach];
        _own = new OwnRun[runs];
        _row = new ushort[_width];
        _edges = new EdgeSums[tables.Length * EdgeKinds];
        for (int i = 0; i < _edges.Length; i++)
        {
            _edges[i] = new EdgeSums(tables[i / EdgeKinds], _width);
        }
        _edge = _edges[0];
    }

    /// <summary>Bytes of heap that one takes at most.</summary>
    public static long HeapBytes(LatentSpec latent, ContextModel model)
    {
        long runs = 0;
        long edges = 0;
        foreach (ContextTables tables in model.Tables)
        {
            runs = Math.Max(runs, tables.Runs.Length);
            edges += EdgeKinds * (EdgeSums.HeapBytes(tables, latent.Width) + 8);
        }
        return edges + (runs * (latent.Width + 64)) + (2 * MaxReach) + (3 * latent.Width) + 1024;
    }

    /// <summary>A run in the row itself.</summary>
    private struct OwnRun
    {
        /// <summary>Offset in width of the last tap, below 0.</summary>
        public int Last;

        public int Mask;

        /// <summary>First row of the run's table.</summary>
        public int Table;

        /// <summary>Bits of the taps; outside the latent 0.</summary>
        public int Bits;
    }

    /// <summary>Prepares for the bits of one row, which are then asked for from the first column to the last.</summary>
    /// <param name="bits">The latent, <c>[C, D, H, W]</c>; only bits before the row are read, or before its end if it is known.</param>
    /// <param name="channel">Channel of the row.</param>
    /// <param name="z">Slice of the row.</param>
    /// <param name="y">The row.</param>
    /// <param name="isKnown">True if the row's own bits are there too, as they are for an encoder: its taps are then looked up like any other.</param>
    public void StartRow(ReadOnlySpan<byte> bits, int channel, int z, int y, bool isKnown)
    {
        _tables = _model.Tables[channel];
        _position = ImmutableCollectionsMarshal.AsArray(_model.Channels[channel].Position)!;
        _positionStart = y * _width;
        _rowStart = RowStart(channel, z, y);
        FindRuns(channel, z, y, isKnown);
        _edge = EdgeSums.Of(_edges.AsSpan(channel * EdgeKinds, EdgeKinds), EdgeSums.KindOf(_tables, _latent, z, y), _runs.AsSpan(0, _runCount));
        for (int i = 0; i < _runCount; i++)
        {
            ref readonly TapRun run = ref _tables.Runs[_runs[i]];
            if (i < _codedCount)
            {
                LookUp(run, bits.Slice(RowStart(run.Channel, z + run.Dz, y + run.Dy), _width), i);
            }
            else
            {
                _own[i - _codedCount] = new OwnRun { Last = run.Last, Mask = (1 << run.Count) - 1, Table = run.Table };
            }
        }
    }

    private int RowStart(int channel, int z, int y) => ((((channel * _latent.Depth) + z) * _latent.Height) + y) * _width;

    private void FindRuns(int channel, int z, int y, bool isKnown)
    {
        TapRun[] runs = _tables.Runs;
        (_runCount, _codedCount) = (0, 0);
        for (int i = 0; i < runs.Length; i++)
        {
            ref readonly TapRun run = ref runs[i];
            if ((uint)(z + run.Dz) < (uint)_latent.Depth && (uint)(y + run.Dy) < (uint)_latent.Height)
            {
                _runs[_runCount++] = i;
                bool isOwn = !isKnown && run.Channel == channel && run.Dz == 0 && run.Dy == 0;
                _codedCount += isOwn ? 0 : 1;
            }
        }
    }

    /// <summary>Bits of a run for all columns, sixteen at a time: each tap doubles what there is and adds its bit.</summary>
    private void LookUp(in TapRun run, ReadOnlySpan<byte> row, int index)
    {
        // Neighbouring runs often share a row, but copying it again costs less than knowing.
        row.CopyTo(_padded.AsSpan(MaxReach));
        _codedTables[index] = run.Table;
        ref byte taps = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_padded), MaxReach + run.First);
        ref byte lookUp = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_coded), index * _stride);
        for (nuint x = 0; x < (nuint)_width; x += (nuint)Vector128<byte>.Count)
        {
            Vector128<byte> bits = Vector128<byte>.Zero;
            for (nuint tap = 0; tap < (nuint)run.Count; tap++)
            {
                bits = bits + bits + Vector128.LoadUnsafe(ref taps, x + tap);
            }
            bits.StoreUnsafe(ref lookUp, x);
        }
    }

    /// <summary>Probability in 1/65536 that the bit at column <paramref name="x"/> of the row is 1.</summary>
    /// <param name="bits">The latent, <c>[C, D, H, W]</c>; only bits before this one are read.</param>
    /// <param name="x">Column: one more than at the last call, or 0 in a new row.</param>
    public uint Probability(ReadOnlySpan<byte> bits, int x)
    {
        ref short start = ref StartOf(x, out int sum);
        sum += _position[_positionStart + x];
        ReadOnlySpan<byte> row = bits.Slice(_rowStart, x);
        sum += _tables.Stride switch
        {
            0 => DirectSum(row),
            ContextTables.Lanes => Sum16(row, ref start),
            _ => Sum32(row, ref start),
        };
        int shift = _model.LogitShift;
        int index = Math.Clamp(((sum + (1 << (shift - 1))) >> shift) + 512, 0, ContextModel.TableSize - 1);
        return _probability[index];
    }

    /// <summary>Hidden sums that a column starts from, and its direct sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref short StartOf(int x, out int direct)
    {
        int edge = _edge.IndexOf(x);
        if (edge < 0)
        {
            direct = 0;
            return ref MemoryMarshal.GetArrayDataReference(_tables.Bias);
        }
        direct = _edge.Direct[edge];
        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_edge.Sums), edge * _tables.Stride);
    }

    /// <summary>Row of the table of a run in a coded row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int CodedRow(int run, int x) =>
        Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_codedTables), run)
        + Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_coded), (run * _stride) + x);

    private Span<OwnRun> OwnRuns => _own.AsSpan(0, _runCount - _codedCount);

    /// <summary>The sums of a model without hidden units.</summary>
    private int DirectSum(ReadOnlySpan<byte> row)
    {
        int direct = 0;
        for (int i = 0; i < _codedCount; i++)
        {
            direct += _tables.DirectSums[CodedRow(i, row.Length)];
        }
        foreach (ref OwnRun run in OwnRuns)
        {
            direct += _tables.DirectSums[Shift(ref run, row)];
        }
        return direct;
    }

    /// <summary>The sums of up to 16 hidden units: two vectors of eight s16, to which each run adds its table's row.</summary>
    private int Sum16(ReadOnlySpan<byte> row, ref short start)
    {
        ref short sums = ref MemoryMarshal.GetArrayDataReference(_tables.Sums);
        ref int directSums = ref MemoryMarshal.GetArrayDataReference(_tables.DirectSums);
        Vector128<short> a0 = Vector128.LoadUnsafe(ref start);
        Vector128<short> a1 = Vector128.LoadUnsafe(ref start, 8);
        int direct = 0;
        ref int table = ref MemoryMarshal.GetArrayDataReference(_codedTables);
        ref byte bits = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_coded), row.Length);
        for (int i = 0; i < _codedCount; i++)
        {
            nint coded = table + bits;
            direct += Unsafe.Add(ref directSums, coded);
            ref short weights = ref Unsafe.Add(ref sums, coded * 16);
            a0 += Vector128.LoadUnsafe(ref weights);
            a1 += Vector128.LoadUnsafe(ref weights, 8);
            table = ref Unsafe.Add(ref table, 1);
            bits = ref Unsafe.Add(ref bits, _stride);
        }
        foreach (ref OwnRun run in OwnRuns)
        {
            int own = Shift(ref run, row);
            direct += Unsafe.Add(ref directSums, own);
            ref short weights = ref Unsafe.Add(ref sums, own * 16);
            a0 += Vector128.LoadUnsafe(ref weights);
            a1 += Vector128.LoadUnsafe(ref weights, 8);
        }
        ref short output = ref MemoryMarshal.GetArrayDataReference(_tables.Output);
        return direct + Vector128.Sum(Weigh(a0, ref output) + Weigh(a1, ref Unsafe.Add(ref output, 8)));
    }

    /// <summary>The same for up to 32.</summary>
    private int Sum32(ReadOnlySpan<byte> row, ref short start)
    {
        ref short sums = ref MemoryMarshal.GetArrayDataReference(_tables.Sums);
        Vector128<short> a0 = Vector128.LoadUnsafe(ref start);
        Vector128<short> a1 = Vector128.LoadUnsafe(ref start, 8);
        Vector128<short> a2 = Vector128.LoadUnsafe(ref start, 16);
        Vector128<short> a3 = Vector128.LoadUnsafe(ref start, 24);
        int direct = 0;
        int coded = _codedCount;
        for (int i = 0; i < _runCount; i++)
        {
            int table = i < coded ? CodedRow(i, row.Length) : Shift(ref _own[i - coded], row);
            direct += _tables.DirectSums[table];
            ref short weights = ref Unsafe.Add(ref sums, table * 32);
            a0 += Vector128.LoadUnsafe(ref weights);
            a1 += Vector128.LoadUnsafe(ref weights, 8);
            a2 += Vector128.LoadUnsafe(ref weights, 16);
            a3 += Vector128.LoadUnsafe(ref weights, 24);
        }
        ref short output = ref MemoryMarshal.GetArrayDataReference(_tables.Output);
        Vector128<int> low = Weigh(a0, ref output) + Weigh(a1, ref Unsafe.Add(ref output, 8));
        Vector128<int> high = Weigh(a2, ref Unsafe.Add(ref output, 16)) + Weigh(a3, ref Unsafe.Add(ref output, 24));
        return direct + Vector128.Sum(low + high);
    }

    /// <summary>Shifts the bit of a run's last tap in, and gives the row of its table.</summary>
    /// <param name="run">A run in the row itself.</param>
    /// <param name="row">The row's bits before this one.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Shift(ref OwnRun run, ReadOnlySpan<byte> row)
    {
        int column = row.Length + run.Last;
        int bit = (uint)column < (uint)row.Length ? row[column] : 0;
        run.Bits = ((run.Bits << 1) | bit) & run.Mask;
        return run.Table + run.Bits;
    }

    /// <summary>Eight hidden units, clamped and weighed; sums of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Weigh(Vector128<short> hidden, ref short output)
    {
        Vector128<short> clamped = Vector128.Min(Vector128.Max(hidden, Vector128<short>.Zero), Vector128.Create((short)1023));
        Vector128<short> weights = Vector128.LoadUnsafe(ref output);
        if (Sse2.IsSupported)
        {
            return Sse2.MultiplyAddAdjacent(clamped, weights);
        }
        (Vector128<int> low, Vector128<int> high) = Vector128.Widen(clamped);
        (Vector128<int> lowWeights, Vector128<int> highWeights) = Vector128.Widen(weights);
        return (low * lowWeights) + (high * highWeights);
    }
}
