namespace EdgeCodec;

/// <summary>
/// Finds where the runs of one label end in a finished row. Positions that are asked for never decrease, so that a
/// row is scanned once, whatever is asked. Allocates nothing.
/// </summary>
/// <param name="row">The row; empty stands for a row of label 0 that is as wide as the map.</param>
/// <param name="width">Width of the map.</param>
internal ref struct RunCursor<T>(ReadOnlySpan<T> row, int width)
    where T : unmanaged, IEquatable<T>
{
    private readonly ReadOnlySpan<T> _row = row;
    private T _label;
    private int _end = row.IsEmpty ? width : 0;

    /// <summary>End of the run of <paramref name="label"/> about column <paramref name="x"/>, or x if another label is there.</summary>
    public int EndOf(int x, T label)
    {
        if (x >= _end)
        {
            _label = _row[x];
            int run = _row[x..].IndexOfAnyExcept(_label);
            _end = run < 0 ? _row.Length : x + run;
        }
        return _label.Equals(label) ? _end : x;
    }
}
