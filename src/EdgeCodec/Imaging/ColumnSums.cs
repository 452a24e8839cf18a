namespace EdgeCodec;

/// <summary>The two loops of the resampler: along a source row, and across rows or slices.</summary>
internal static class ColumnSums
{
    /// <summary>Weighted sums of one channel of a source row over the grid columns (ECM §2.2).</summary>
    /// <param name="data">The source's memory.</param>
    /// <param name="start">Byte of the region's first sample in this row and channel.</param>
    /// <param name="stride">Bytes from a column to the next.</param>
    /// <param name="columns">One a grid column.</param>
    /// <param name="sums">Receives <c>[columns, channels]</c>, this channel only.</param>
    /// <param name="channel">This channel.</param>
    /// <param name="channels">All channels.</param>
    public static void Sum<TReader>(
        ReadOnlySpan<byte> data, int start, int stride, ReadOnlySpan<AxisOverlap> columns, Span<long> sums, int channel, int channels)
        where TReader : struct, ISampleReader
    {
        for (int i = 0; i < columns.Length; i++)
        {
            AxisOverlap overlap = columns[i];
            int offset = start + (overlap.First * stride);
            long sum = (long)overlap.FirstWeight * TReader.Read(data, offset);
            if (overlap.Last > overlap.First)
            {
                long inside = 0;
                for (int j = overlap.First + 1; j < overlap.Last; j++)
                {
                    offset += stride;
                    inside += TReader.Read(data, offset);
                }
                sum += (columns.Length * inside) + ((long)overlap.LastWeight * TReader.Read(data, offset + stride));
            }
            sums[(i * channels) + channel] = sum;
        }
    }

    /// <summary>Adds <paramref name="values"/>, each times <paramref name="weight"/>, to <paramref name="sums"/>.</summary>
    public static void AddWeighted(Span<long> sums, ReadOnlySpan<long> values, long weight)
    {
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] += weight * values[i];
        }
    }
}
