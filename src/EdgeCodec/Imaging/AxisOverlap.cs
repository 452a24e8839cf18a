namespace EdgeCodec;

/// <summary>
/// One destination sample of an axis in area resampling (ECM §2.2): the source samples
/// <see cref="First"/> to <see cref="Last"/> overlap it, the first with <see cref="FirstWeight"/>, the last
/// with <see cref="LastWeight"/>, those between with the number of destination samples each.
/// </summary>
internal readonly record struct AxisOverlap(int First, int Last, int FirstWeight, int LastWeight)
{
    /// <summary>The overlaps of all destination samples of an axis of n source and m destination samples.</summary>
    public static AxisOverlap[] Of(int n, int m)
    {
        var overlaps = new AxisOverlap[m];
        for (int i = 0; i < m; i++)
        {
            // In units of 1/m source sample, destination i covers [i n, (i + 1) n), source j [j m, (j + 1) m).
            long start = (long)i * n;
            long end = start + n;
            int first = (int)(start / m);
            int last = (int)((end - 1) / m);
            int firstWeight = (int)(Math.Min(end, (first + 1L) * m) - start);
            int lastWeight = (int)(end - Math.Max(start, (long)last * m));
            overlaps[i] = new AxisOverlap(first, last, firstWeight, lastWeight);
        }
        return overlaps;
    }

    /// <summary>Weight of source sample j, one of First to Last, where m is the number of destination samples.</summary>
    public int Weight(int j, int m) => j == First ? FirstWeight : j == Last ? LastWeight : m;
}
