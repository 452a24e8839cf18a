using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EdgeCodec;

/// <summary>
/// Evaluates a context model (ECM §5) along a row of the latent. Each run of taps keeps its bits as an index into its
/// table, into which every column shifts one bit; the weight rows of all runs are then added up. Its memory is
/// allocated once. Not thread-safe.
/// </summary>
internal sealed class ContextEvaluator
{
    private readonly LatentSpec _latent;
    private readonly ContextModel _model;
    private readonly ushort[] _probability;
    private readonly ActiveRun[] _active;
    private readonly int[] _rows;
    private readonly int[] _edgeSums;
    private readonly int[] _edgeDirect;
    private int _activeCount;
    private ContextTables _tables;
    private int[] _position;
    private int _positionStart;
    private int _edgeChannel = -1;

    public ContextEvaluator(LatentSpec latent, ContextModel model)
    {
        _latent = latent;
        _model = model;
        _probability = ImmutableCollectionsMarshal.AsArray(model.Probability)!;
        ContextTables[] tables = model.Tables;
        _tables = tables[0];
        _position = [];
        int runs = tables.Max(t => t.Runs.Length);
        _active = new ActiveRun[runs];
        _rows = new int[runs];
        int edge = tables.Max(t => Math.Min(latent.Width, t.EdgeLeft + t.EdgeRight));
        _edgeSums = new int[edge * _tables.Stride];
        _edgeDirect = new int[edge];
    }

    /// <summary>A run whose row lies inside the latent, and where it stands in it.</summary>
    private struct ActiveRun
    {
        /// <summary>Index of the run among the channel's.</summary>
        public int Run;

        /// <summary>Index in the latent of the row's first bit.</summary>
        public int Start;

        /// <summary>Offset in width of the last tap.</summary>
        public int Last;

        public int Mask;

        public int Table;

        /// <summary>Bits of the taps.</summary>
        public int Bits;
    }

    /// <summary>Prepares for the bits of one row, which are then asked for from the first column to the last.</summary>
    /// <param name="bits">The latent, <c>[C, D, H, W]</c>; only bits before the row are read.</param>
    /// <param name="channel">Channel of the row.</param>
    /// <param name="z">Slice of the row.</param>
    /// <param name="y">The row.</param>
    public void StartRow(ReadOnlySpan<byte> bits, int channel, int z, int y)
    {
        _tables = _model.Tables[channel];
        _position = ImmutableCollectionsMarshal.AsArray(_model.Channels[channel].Position)!;
        _positionStart = y * _latent.Width;
        TapRun[] runs = _tables.Runs;
        int before = _activeCount;
        bool isSame = channel == _edgeChannel;
        _activeCount = 0;
        for (int i = 0; i < runs.Length; i++)
        {
            ref readonly TapRun run = ref runs[i];
            int tz = z + run.Dz;
            int ty = y + run.Dy;
            if ((uint)tz >= (uint)_latent.Depth || (uint)ty >= (uint)_latent.Height)
            {
                continue;
            }
            ref ActiveRun active = ref _active[_activeCount++];
            isSame &= active.Run == i;
            active.Run = i;
            active.Start = ((((run.Channel * _latent.Depth) + tz) * _latent.Height) + ty) * _latent.Width;
            active.Last = run.Last;
            active.Mask = (1 << run.Count) - 1;
            active.Table = run.Table;
            active.Bits = 0;
            // All but the last tap of the first column: Probability shifts that one in. Outside, bits are 0.
            for (int x = run.First; x < run.Last; x++)
            {
                active.Bits = (active.Bits << 1) | ((uint)x < (uint)_latent.Width ? bits[active.Start + x] : 0);
            }
        }
        // Rows inside the latent mostly have the same runs: what lies outside at the edges is the same too.
        if (!isSame || _activeCount != before)
        {
            _edgeChannel = channel;
            SumEdges();
        }
    }

    /// <summary>Probability in 1/65536 that the bit at column <paramref name="x"/> of the row is 1.</summary>
    /// <param name="bits">The latent, <c>[C, D, H, W]</c>; only bits before this one are read.</param>
    /// <param name="x">Column: one more than at the last call, or 0 in a new row.</param>
    public uint Probability(ReadOnlySpan<byte> bits, int x)
    {
        int width = _latent.Width;
        int sum = _position[_positionStart + x];
        ReadOnlySpan<int> directSums = _tables.DirectSums;
        Span<int> rows = _rows;
        int stride = _tables.Stride;
        Span<ActiveRun> active = _active.AsSpan(0, _activeCount);
        for (int i = 0; i < active.Length; i++)
        {
            ref ActiveRun run = ref active[i];
            int column = x + run.Last;
            int bit = (uint)column < (uint)width ? bits[run.Start + column] : 0;
            run.Bits = ((run.Bits << 1) | bit) & run.Mask;
            int row = run.Table + run.Bits;
            sum += directSums[row];
            rows[i] = row * stride;
        }
        int edge = EdgeOf(x);
        if (edge < 0)
        {
            sum += HiddenSum(_tables.Bias, rows[..active.Length]);
        }
        else
        {
            sum += _edgeDirect[edge] + HiddenSum(_edgeSums.AsSpan(edge * stride, stride), rows[..active.Length]);
        }
        int shift = _model.LogitShift;
        int index = Math.Clamp(((sum + (1 << (shift - 1))) >> shift) + 512, 0, ContextModel.TableSize - 1);
        return _probability[index];
    }

    /// <summary>Where the column's own sums are, if a tap lies outside there; else -1.</summary>
    private int EdgeOf(int x)
    {
        if (x < _tables.EdgeLeft)
        {
            return x;
        }
        int fromRight = _latent.Width - 1 - x;
        return fromRight < _tables.EdgeRight ? Math.Min(_latent.Width, _tables.EdgeLeft + _tables.EdgeRight) - 1 - fromRight : -1;
    }

    /// <summary>For the columns at the edges, the hidden sums before any table: bias, and what makes up for taps outside.</summary>
    private void SumEdges()
    {
        int stride = _tables.Stride;
        for (int x = 0; x < _latent.Width; x++)
        {
            int edge = EdgeOf(x);
            if (edge < 0)
            {
                x = Math.Max(x, _latent.Width - 1 - _tables.EdgeRight);
                continue;
            }
            Span<int> sums = _edgeSums.AsSpan(edge * stride, stride);
            _tables.Bias.CopyTo(sums);
            _edgeDirect[edge] = 0;
            foreach (ref readonly ActiveRun run in _active.AsSpan(0, _activeCount))
            {
                _edgeDirect[edge] += _tables.AddOutside(_tables.Runs[run.Run], x, _latent.Width, sums);
            }
        }
    }

    /// <summary>sum_j output_weight[j] * h_j over the start and the weight rows given, eight hidden units at a time.</summary>
    private int HiddenSum(ReadOnlySpan<int> start, ReadOnlySpan<int> rows)
    {
        ref int bias = ref MemoryMarshal.GetReference(start);
        ref int output = ref MemoryMarshal.GetArrayDataReference(_tables.Output);
        ref int sums = ref MemoryMarshal.GetArrayDataReference(_tables.Sums);
        Vector128<int> most = Vector128.Create(1023);
        Vector128<int> sum = Vector128<int>.Zero;
        for (nuint j = 0; j < (nuint)start.Length; j += ContextTables.Lanes)
        {
            Vector128<int> low = Vector128.LoadUnsafe(ref bias, j);
            Vector128<int> high = Vector128.LoadUnsafe(ref bias, j + 4);
            foreach (int row in rows)
            {
                ref int weights = ref Unsafe.Add(ref sums, row);
                low += Vector128.LoadUnsafe(ref weights, j);
                high += Vector128.LoadUnsafe(ref weights, j + 4);
            }
            low = Vector128.Min(Vector128.Max(low, Vector128<int>.Zero), most);
            high = Vector128.Min(Vector128.Max(high, Vector128<int>.Zero), most);
            sum += (low * Vector128.LoadUnsafe(ref output, j)) + (high * Vector128.LoadUnsafe(ref output, j + 4));
        }
        return Vector128.Sum(sum);
    }
}
