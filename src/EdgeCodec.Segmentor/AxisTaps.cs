namespace EdgeCodec;

/// <summary>
/// One axis of linear interpolation from grid to source samples at half-pixel centres: source sample i lies at grid
/// position <c>start + (i + 1/2) * gridCount / sourceCount - 1/2</c>, held to the first and last grid sample. Tables,
/// so that no loop over voxels divides.
/// </summary>
internal sealed class AxisTaps
{
    private AxisTaps(int count)
    {
        Low = new int[count];
        High = new int[count];
        HighWeight = new float[count];
    }

    /// <summary>Grid sample at or before each source sample.</summary>
    public int[] Low { get; }

    /// <summary>The grid sample after it, or the same.</summary>
    public int[] High { get; }

    /// <summary>Weight of <see cref="High"/>, at least 0 and below 1; that of <see cref="Low"/> is the rest.</summary>
    public float[] HighWeight { get; }

    /// <param name="start">First grid sample that the source fills.</param>
    /// <param name="gridCount">Grid samples that the source fills.</param>
    /// <param name="sourceCount">Source samples.</param>
    public static AxisTaps Of(int start, int gridCount, int sourceCount)
    {
        var taps = new AxisTaps(sourceCount);
        long unit = 2L * sourceCount;
        for (int i = 0; i < sourceCount; i++)
        {
            // The position less start, in units of 1 / (2 sourceCount): exact in integers.
            long position = (((2L * i) + 1) * gridCount) - sourceCount;
            position = Math.Clamp(position, 0, (gridCount - 1) * unit);
            long low = position / unit;
            long rest = position - (low * unit);
            taps.Low[i] = start + (int)low;
            taps.High[i] = start + (int)low + (rest > 0 ? 1 : 0);
            taps.HighWeight[i] = Math.Min((float)((double)rest / unit), MathF.BitDecrement(1f));
        }
        return taps;
    }
}
