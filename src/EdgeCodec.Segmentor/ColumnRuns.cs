namespace EdgeCodec;

/// <summary>The source columns in runs that lie between the same two grid columns. Immutable and thread-safe.</summary>
internal sealed class ColumnRuns
{
    private readonly AxisTaps _taps;
    private readonly int[] _starts;

    public ColumnRuns(AxisTaps taps)
    {
        _taps = taps;
        var starts = new List<int> { 0 };
        for (int x = 1; x < taps.Low.Length; x++)
        {
            if (taps.Low[x] != taps.Low[x - 1] || taps.High[x] != taps.High[x - 1])
            {
                starts.Add(x);
            }
        }
        starts.Add(taps.Low.Length);
        _starts = [.. starts];
    }

    /// <summary>Labels of one source row from its grid row of logits.</summary>
    /// <param name="row"><c>[K, W]</c>.</param>
    /// <param name="classes">K.</param>
    /// <param name="columnLabels">Labels of the grid columns.</param>
    /// <param name="labels">Receives a label a source column.</param>
    public void Fill(ReadOnlySpan<float> row, int classes, ReadOnlySpan<byte> columnLabels, Span<byte> labels)
    {
        for (int i = 0; i < _starts.Length - 1; i++)
        {
            int start = _starts[i];
            int end = _starts[i + 1];
            int low = _taps.Low[start];
            int high = _taps.High[start];
            if (columnLabels[low] == columnLabels[high])
            {
                labels[start..end].Fill(columnLabels[low]);
                continue;
            }
            for (int x = start; x < end; x++)
            {
                labels[x] = Decision.Between(row, classes, columnLabels.Length, low, high, _taps.HighWeight[x]);
            }
        }
    }
}
