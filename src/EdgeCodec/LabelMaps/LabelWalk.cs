using System.Numerics;

namespace EdgeCodec;

/// <summary>How a walk over a map ended.</summary>
internal enum LabelWalkResult
{
    Done,

    /// <summary>Writing: the destination is too small.</summary>
    Full,

    /// <summary>Reading: a symbol that no encoder writes.</summary>
    Damaged,
}

/// <summary>
/// Walks the labels of a map in order and codes them (LABELMAP §3.2), in the direction that <typeparamref name="TBins"/>
/// has. Memory beside the map does not depend on it. Not thread-safe.
/// </summary>
internal ref struct LabelWalk<T, TBins>(LabelSymbols<TBins> symbols, int labelCount)
    where T : unmanaged, IBinaryInteger<T>
    where TBins : struct, ILabelBins, allows ref struct
{
    private LabelSymbols<TBins> _symbols = symbols;

    /// <summary>The coder, after the walk.</summary>
    public readonly TBins Bins => _symbols.Bins;

    /// <summary>Codes all labels.</summary>
    /// <param name="labels"><c>[D, H, W]</c>, each below the label count; written only when reading.</param>
    /// <param name="width">W.</param>
    /// <param name="height">H.</param>
    /// <param name="depth">D.</param>
    public LabelWalkResult Run(Span<T> labels, int width, int height, int depth)
    {
        for (int z = 0; z < depth; z++)
        {
            for (int y = 0; y < height; y++)
            {
                LabelWalkResult result = Row(new LabelRows<T>(labels, width, height, z, y));
                if (result != LabelWalkResult.Done)
                {
                    return result;
                }
            }
        }
        return LabelWalkResult.Done;
    }

    private LabelWalkResult Row(LabelRows<T> rows)
    {
        Span<T> row = rows.Row;
        Span<T> candidates = stackalloc T[LabelRows<T>.MaxCandidates];
        int x = 0;
        while (x < row.Length)
        {
            if (!_symbols.HasRoom)
            {
                return LabelWalkResult.Full;
            }
            T west = rows.West(x);
            int end = rows.QuietEnd(x, west);
            int label;
            if (end > x)
            {
                int stay = Stay(row[x..end], west, end == row.Length);
                if (stay < 0)
                {
                    return LabelWalkResult.Damaged;
                }
                x += stay;
                if (x == end)
                {
                    continue;
                }
                label = Other(row[x], west, []);
            }
            else if (_symbols.Changes(row[x] != west ? 1 : 0, rows.Context(x, west), rows.HasBefore) == 0)
            {
                label = int.CreateTruncating(west);
            }
            else
            {
                int count = labelCount > 2 ? rows.Candidates(x, west, candidates) : 0;
                label = Other(row[x], west, candidates[..count]);
            }
            if (label < 0)
            {
                return LabelWalkResult.Damaged;
            }
            if (!TBins.Writes)
            {
                row[x] = T.CreateTruncating(label);
            }
            x++;
        }
        return LabelWalkResult.Done;
    }

    /// <summary>Codes how much of a quiet stretch stays as it is to the left, and fills it when reading.</summary>
    private int Stay(Span<T> stretch, T west, bool atEnd)
    {
        int stay = TBins.Writes ? stretch.IndexOfAnyExcept(west) : 0;
        stay = _symbols.Stay(stay < 0 ? stretch.Length : stay, stretch.Length, atEnd, T.IsZero(west));
        if (!TBins.Writes && stay > 0)
        {
            stretch[..stay].Fill(west);
        }
        return stay;
    }

    /// <summary>Codes a label that differs from that to the left.</summary>
    private int Other(T label, T west, scoped ReadOnlySpan<T> candidates)
    {
        if (labelCount == 2)
        {
            return 1 - int.CreateTruncating(west);
        }
        int which = _symbols.Candidate(candidates.IndexOf(label), candidates.Length);
        if (which < candidates.Length)
        {
            return int.CreateTruncating(candidates[which]);
        }
        int value = _symbols.Label(int.CreateTruncating(label), labelCount);
        // A label that the decisions before have ruled out.
        bool isPossible = value >= 0 && T.CreateTruncating(value) != west && !candidates.Contains(T.CreateTruncating(value));
        return isPossible ? value : LabelSymbols<TBins>.Impossible;
    }
}
