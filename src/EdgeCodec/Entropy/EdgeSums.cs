namespace EdgeCodec;

/// <summary>
/// What the columns at the edges of a row start from: the bias, and what makes up for taps outside the latent. Rows with
/// equally much of the latent around them share it, so that a channel needs few, which are kept from picture to picture.
/// </summary>
internal sealed class EdgeSums(ContextTables tables, int width)
{
    private readonly int _columns = Math.Min(width, tables.EdgeLeft + tables.EdgeRight);
    private long _kind = -1;

    /// <summary>Hidden sums, <c>[columns][Stride]</c>.</summary>
    public short[] Sums { get; } = new short[Math.Min(width, tables.EdgeLeft + tables.EdgeRight) * tables.Stride];

    /// <summary>Direct sums, <c>[columns]</c>.</summary>
    public int[] Direct { get; } = new int[Math.Min(width, tables.EdgeLeft + tables.EdgeRight)];

    /// <summary>Bytes of heap that one takes at most.</summary>
    public static long HeapBytes(ContextTables tables, int width)
        => (Math.Min(width, tables.EdgeLeft + tables.EdgeRight) * ((2L * tables.Stride) + 4)) + 128;

    /// <summary>Where a column's sums are, if a tap lies outside there; else -1.</summary>
    public int IndexOf(int x)
    {
        if (x < tables.EdgeLeft)
        {
            return x;
        }
        int fromRight = width - 1 - x;
        return fromRight < tables.EdgeRight ? _columns - 1 - fromRight : -1;
    }

    /// <summary>Rows of one kind have the same runs inside the latent: how far taps can reach in each direction before they leave it.</summary>
    public static long KindOf(ContextTables tables, LatentSpec latent, int z, int y)
    {
        uint back = (uint)Math.Min(tables.ReachBack, z), ahead = (uint)Math.Min(tables.ReachAhead, latent.Depth - 1 - z);
        uint up = (uint)Math.Min(tables.ReachUp, y), down = (uint)Math.Min(tables.ReachDown, latent.Height - 1 - y);
        return back | (ahead << 8) | (up << 16) | (down << 24);
    }

    /// <summary>The sums for rows of a kind from the ones that are kept; made if they are not there, in place of the last ones if there is no room.</summary>
    /// <param name="kept">A channel's; filled from the front.</param>
    /// <param name="kind">See <see cref="KindOf"/>.</param>
    /// <param name="runs">The channel's runs that lie inside the latent for such rows.</param>
    public static EdgeSums Of(ReadOnlySpan<EdgeSums> kept, long kind, ReadOnlySpan<int> runs)
    {
        foreach (EdgeSums sums in kept)
        {
            if (sums._kind == kind)
            {
                return sums;
            }
            if (sums._kind < 0)
            {
                return sums.Fill(kind, runs);
            }
        }
        return kept[^1].Fill(kind, runs);
    }

    private EdgeSums Fill(long kind, ReadOnlySpan<int> runs)
    {
        for (int i = 0; i < _columns; i++)
        {
            // Edges that overlap, in a narrow latent, are all columns.
            int x = i < tables.EdgeLeft ? i : width - _columns + i;
            Span<short> sums = Sums.AsSpan(i * tables.Stride, tables.Stride);
            tables.Bias.CopyTo(sums);
            Direct[i] = 0;
            foreach (int run in runs)
            {
                Direct[i] += tables.AddOutside(tables.Runs[run], x, width, sums);
            }
        }
        _kind = kind;
        return this;
    }
}
