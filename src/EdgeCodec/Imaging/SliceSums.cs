namespace EdgeCodec;

/// <summary>
/// Weighted sums over width and height of one source slice: <c>[grid rows, grid columns, channels]</c> of the
/// placement. Slices are asked for in ascending order; the last one is kept, as neighbours share it.
/// </summary>
internal ref struct SliceSums<TReader>
    where TReader : struct, ISampleReader
{
    private readonly PixelView _source;
    private readonly GridPlacement _place;
    private readonly AxisOverlap[] _columns;
    private readonly AxisOverlap[] _rows;
    private readonly long[] _row;
    private readonly long[] _slice;
    private int _current = -1;

    public SliceSums(in PixelView source, GridPlacement place)
    {
        _source = source;
        _place = place;
        _columns = AxisOverlap.Of(place.SourceWidth, place.GridWidth);
        _rows = AxisOverlap.Of(place.SourceHeight, place.GridHeight);
        _row = new long[place.GridWidth * source.Channels];
        _slice = new long[place.GridHeight * _row.Length];
    }

    public readonly int Length => _slice.Length;

    /// <summary>Sums of source slice <paramref name="z"/>, valid until the next call.</summary>
    public ReadOnlySpan<long> Of(int z)
    {
        if (z == _current)
        {
            return _slice;
        }
        _current = z;
        Array.Clear(_slice);
        int summed = -1;
        for (int y = 0; y < _rows.Length; y++)
        {
            AxisOverlap overlap = _rows[y];
            Span<long> target = _slice.AsSpan(y * _row.Length, _row.Length);
            for (int j = overlap.First; j <= overlap.Last; j++)
            {
                if (j != summed)
                {
                    SumRow(z, j);
                    summed = j;
                }
                ColumnSums.AddWeighted(target, _row, overlap.Weight(j, _rows.Length));
            }
        }
        return _slice;
    }

    private readonly void SumRow(int z, int y)
    {
        long start = _source.Origin + (z * _source.SliceStride) + ((_place.SourceY + y) * _source.RowStride)
            + (_place.SourceX * _source.ColumnStride);
        for (int c = 0; c < _source.Channels; c++)
        {
            ColumnSums.Sum<TReader>(
                _source.Data, (int)(start + (c * _source.ChannelStride)), (int)_source.ColumnStride, _columns, _row, c, _source.Channels);
        }
    }
}
