using System.Numerics;

namespace EdgeCodec;

/// <summary>
/// The finished labels about one row of the map (LABELMAP §3.1): what predicts a label, and how far nothing
/// contradicts the label to the left. Allocates nothing.
/// </summary>
internal ref struct LabelRows<T>
    where T : unmanaged, IBinaryInteger<T>
{
    /// <summary>Most labels that <see cref="Candidates"/> gives.</summary>
    public const int MaxCandidates = 6;

    private readonly Span<T> _row;
    private readonly ReadOnlySpan<T> _north;
    private readonly ReadOnlySpan<T> _north2;
    private readonly ReadOnlySpan<T> _before;
    private readonly ReadOnlySpan<T> _beforeNorth;
    private readonly ReadOnlySpan<T> _beforeSouth;
    private readonly T _edge;
    private RunCursor<T> _northRuns;
    private RunCursor<T> _beforeRuns;
    private RunCursor<T> _beforeSouthRuns;

    /// <param name="labels"><c>[D, H, W]</c>, finished before row y of slice z.</param>
    /// <param name="width">W.</param>
    /// <param name="height">H.</param>
    /// <param name="z">Slice.</param>
    /// <param name="y">Row.</param>
    public LabelRows(Span<T> labels, int width, int height, int z, int y)
    {
        int row = (z * height) + y;
        _row = labels.Slice(row * width, width);
        // Rows above the first are label 0: an empty span stands for them.
        _north = y >= 1 ? labels.Slice((row - 1) * width, width) : default;
        _north2 = y >= 2 ? labels.Slice((row - 2) * width, width) : default;
        _northRuns = new RunCursor<T>(_north, width);
        _edge = _north.IsEmpty ? T.Zero : _north[0];
        if (z > 0)
        {
            int before = row - height;
            _before = labels.Slice(before * width, width);
            _beforeNorth = y > 0 ? labels.Slice((before - 1) * width, width) : _before;
            _beforeSouth = y < height - 1 ? labels.Slice((before + 1) * width, width) : _before;
            _beforeRuns = new RunCursor<T>(_before, width);
            _beforeSouthRuns = new RunCursor<T>(_beforeSouth, width);
        }
    }

    /// <summary>The row itself.</summary>
    public readonly Span<T> Row => _row;

    /// <summary>Whether there is a slice before this one.</summary>
    public readonly bool HasBefore => !_before.IsEmpty;

    /// <summary>The label before column <paramref name="x"/>.</summary>
    public readonly T West(int x) => x > 0 ? _row[x - 1] : _edge;

    /// <summary>
    /// End of the quiet stretch that begins at column <paramref name="x"/>: no finished label about it differs from
    /// <paramref name="west"/>. Gives x where it is not quiet.
    /// </summary>
    public int QuietEnd(int x, T west)
    {
        // A quiet column x has the label in the row above at x - 1 to x + 2, in the slice before at x - 1 to x + 1
        // and, a row further down there, at x.
        int first = Math.Max(x - 1, 0);
        int end = Before(_northRuns.EndOf(first, west), 2);
        if (HasBefore && end > x)
        {
            end = Math.Min(end, Before(_beforeRuns.EndOf(first, west), 1));
            end = Math.Min(end, _beforeSouthRuns.EndOf(x, west));
        }
        return Math.Max(end, x);
    }

    /// <summary>Which neighbours differ from the label to the left: bits 0 to 7 of this slice, 8 to 12 of the one before.</summary>
    public readonly int Context(int x, T west)
    {
        int context = Differs(_north, x, west)
            | (Differs(_north, x + 1, west) << 1)
            | (Differs(_north, x - 1, west) << 2)
            | (Differs(_north2, x, west) << 3)
            | ((x >= 2 ? _row[x - 2] : _edge) != west ? 1 << 4 : 0)
            | (Differs(_north, x + 2, west) << 5)
            | (Differs(_north2, x + 1, west) << 6)
            | (Differs(_north2, x - 1, west) << 7);
        if (HasBefore)
        {
            context |= (Differs(_before, x, west) << 8)
                | (Differs(_before, x + 1, west) << 9)
                | (Differs(_beforeSouth, x, west) << 10)
                | (Differs(_before, x - 1, west) << 11)
                | (Differs(_beforeNorth, x, west) << 12);
        }
        return context;
    }

    /// <summary>The distinct labels about column <paramref name="x"/> other than that to the left, likeliest first.</summary>
    /// <param name="x">Column.</param>
    /// <param name="west">Label to the left.</param>
    /// <param name="candidates">Receives at most <see cref="MaxCandidates"/>.</param>
    public readonly int Candidates(int x, T west, Span<T> candidates)
    {
        int count = Add(candidates, 0, At(_north, x), west);
        count = Add(candidates, count, At(_north, x + 1), west);
        if (HasBefore)
        {
            count = Add(candidates, count, At(_before, x), west);
            count = Add(candidates, count, At(_before, x + 1), west);
        }
        count = Add(candidates, count, At(_north, x - 1), west);
        return Add(candidates, count, At(_north, x + 2), west);
    }

    private static int Add(Span<T> candidates, int count, T label, T west)
    {
        if (label != west && !candidates[..count].Contains(label))
        {
            candidates[count++] = label;
        }
        return count;
    }

    /// <summary>A stretch must end <paramref name="columns"/> before another label, but not before the row's end.</summary>
    private readonly int Before(int end, int columns) => end == _row.Length ? end : end - columns;

    private static int Differs(ReadOnlySpan<T> row, int x, T west) => At(row, x) != west ? 1 : 0;

    private static T At(ReadOnlySpan<T> row, int x) => row.IsEmpty ? T.Zero : row[Math.Clamp(x, 0, row.Length - 1)];
}
