using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EdgeCodec;

/// <summary>
/// The context network of one channel (ECM §5), its taps summed up beforehand. Taps that are neighbours in a row form a
/// run of up to <see cref="MaxRun"/>; a table holds the sums of their weights for every combination of their bits, so
/// that a run costs one addition of a weight row in place of one a tap. A bit outside the latent is looked up as 0,
/// that is, as value -1 in place of 0; <see cref="AddOutside"/> makes up for it. Immutable.
/// </summary>
internal sealed class ContextTables
{
    /// <summary>Hidden units that are evaluated together; their number is padded with zeros to a multiple of it.</summary>
    public const int Lanes = 16;

    /// <summary>
    /// A table doubles with each tap. Rows of neighbours are three or five wide; at five, 16 hidden units take 1 KB a run,
    /// and a channel stays within an L1 cache.
    /// </summary>
    public const int MaxRun = 5;

    public ContextTables(ChannelContext channel, int hidden)
    {
        Stride = (hidden + Lanes - 1) / Lanes * Lanes;
        Bias = new short[Stride];
        Output = new short[Stride];
        for (int j = 0; j < hidden; j++)
        {
            Bias[j] = channel.HiddenBias[j];
            Output[j] = channel.OutputWeight[j];
        }
        Runs = FindRuns(channel.Taps.AsSpan());
        EdgeLeft = Math.Max(0, -Runs.Select(run => run.First).DefaultIfEmpty().Min());
        EdgeRight = Math.Max(0, Runs.Select(run => run.Last).DefaultIfEmpty().Max());
        ReachBack = Math.Max(0, -Runs.Select(run => (int)run.Dz).DefaultIfEmpty().Min());
        ReachAhead = Math.Max(0, Runs.Select(run => (int)run.Dz).DefaultIfEmpty().Max());
        ReachUp = Math.Max(0, -Runs.Select(run => (int)run.Dy).DefaultIfEmpty().Min());
        ReachDown = Math.Max(0, Runs.Select(run => (int)run.Dy).DefaultIfEmpty().Max());
        int rows = Runs.Sum(run => 1 << run.Count);
        Sums = new short[rows * Stride];
        DirectSums = new int[rows];
        for (int t = 0; t < channel.Taps.Length; t++)
        {
            AddTap(channel.Taps[t], channel.Direct[t], channel.HiddenWeight.AsSpan().Slice(t * hidden, hidden));
        }
    }

    /// <summary>Hidden units, padding counted.</summary>
    public int Stride { get; }

    /// <summary><c>[Stride]</c>.</summary>
    public short[] Bias { get; }

    /// <summary><c>[Stride]</c>.</summary>
    public short[] Output { get; }

    /// <summary>Runs of taps, those of one row of the latent one after the other.</summary>
    public TapRun[] Runs { get; }

    /// <summary>
    /// <c>[rows][Stride]</c>: row <c>Run.Table + bits</c> is the sum of the run's hidden weights, each with its sign.
    /// Hidden sums fit in s16 (ECM §5), so that no sum of rows overflows in the end.
    /// </summary>
    public short[] Sums { get; }

    /// <summary><c>[rows]</c>: the same for the direct weights.</summary>
    public int[] DirectSums { get; }

    /// <summary>Columns at the left for which a tap lies outside.</summary>
    public int EdgeLeft { get; }

    /// <summary>Columns at the right for which a tap lies outside.</summary>
    public int EdgeRight { get; }

    /// <summary>Slices before that of the bit that a tap reaches to; at most 128, like the three below.</summary>
    public int ReachBack { get; }

    /// <summary>Slices after it.</summary>
    public int ReachAhead { get; }

    /// <summary>Rows above that of the bit.</summary>
    public int ReachUp { get; }

    /// <summary>Rows below it.</summary>
    public int ReachDown { get; }

    /// <summary>Adds the weights of a run's taps that lie outside at a column, which the table subtracts for bits of 0.</summary>
    /// <param name="run">One whose row lies inside the latent.</param>
    /// <param name="x">Column of the bit.</param>
    /// <param name="width">Columns of the latent.</param>
    /// <param name="sums">Hidden sums, <c>[Stride]</c>.</param>
    /// <returns>The same for the direct weights.</returns>
    public int AddOutside(in TapRun run, int x, int width, Span<short> sums)
    {
        int outside = 0;
        for (int bit = 0; bit < run.Count; bit++)
        {
            outside |= (uint)(x + run.Last - bit) < (uint)width ? 0 : 1 << bit;
        }
        if (outside == 0)
        {
            return 0;
        }
        // A weight gives +w with its bit set and -w without: their sum is half the difference of the table's rows, both
        // even or both odd; halved first, since the difference can be twice what s16 holds.
        ref short set = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Sums), (run.Table + outside) * Stride);
        ref short none = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Sums), run.Table * Stride);
        ref short sum = ref MemoryMarshal.GetReference(sums);
        for (nuint j = 0; j < (nuint)Stride; j += (nuint)Vector128<short>.Count)
        {
            Vector128<short> weights = (Vector128.LoadUnsafe(ref set, j) >> 1) - (Vector128.LoadUnsafe(ref none, j) >> 1);
            (Vector128.LoadUnsafe(ref sum, j) + weights).StoreUnsafe(ref sum, j);
        }
        return (DirectSums[run.Table + outside] - DirectSums[run.Table]) / 2;
    }

    private void AddTap(ContextTap tap, short direct, ReadOnlySpan<sbyte> weights)
    {
        TapRun run = Array.Find(Runs, r => r.Holds(tap));
        int bit = run.Last - tap.Dx;
        for (int bits = 0; bits < 1 << run.Count; bits++)
        {
            int row = run.Table + bits;
            int sign = ((bits >> bit) & 1) != 0 ? 1 : -1;
            DirectSums[row] += sign * direct;
            for (int j = 0; j < weights.Length; j++)
            {
                Sums[(row * Stride) + j] += (short)(sign * weights[j]);
            }
        }
    }

    /// <summary>Taps may be listed in any order, and more than once.</summary>
    private static TapRun[] FindRuns(ReadOnlySpan<ContextTap> taps)
    {
        ContextTap[] sorted = [.. taps.ToArray().Distinct().OrderBy(t => (t.Channel, t.Dz, t.Dy, t.Dx))];
        var runs = new List<TapRun>();
        int table = 0;
        foreach (ContextTap tap in sorted)
        {
            if (runs.Count > 0 && runs[^1] is { Count: < MaxRun } last && last.Holds(tap with { Dx = (sbyte)(tap.Dx - 1) }) && last.Last == tap.Dx - 1)
            {
                runs[^1] = last with { Count = last.Count + 1 };
            }
            else
            {
                table = runs.Count == 0 ? 0 : runs[^1].Table + (1 << runs[^1].Count);
                runs.Add(new TapRun(tap.Channel, tap.Dz, tap.Dy, tap.Dx, 1, table));
            }
        }
        return [.. runs];
    }
}

/// <summary>Taps of one row of the latent at neighbouring columns.</summary>
/// <param name="Channel">Latent channel.</param>
/// <param name="Dz">Offset in depth.</param>
/// <param name="Dy">Offset in height.</param>
/// <param name="First">Offset in width of the first tap.</param>
/// <param name="Count">Taps; bit 0 of a table index is the last one's.</param>
/// <param name="Table">First row of the run's table.</param>
internal readonly record struct TapRun(byte Channel, sbyte Dz, sbyte Dy, int First, int Count, int Table)
{
    /// <summary>Offset in width of the last tap.</summary>
    public int Last => First + Count - 1;

    public bool Holds(ContextTap tap) =>
        tap.Channel == Channel && tap.Dz == Dz && tap.Dy == Dy && tap.Dx >= First && tap.Dx <= Last;
}
