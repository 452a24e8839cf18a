namespace EdgeCodec;

/// <summary>
/// From logits at the model's grid to labels at the source's geometry: the inverse of the fit (ECM §2.1, NETWORKS §4), linear
/// interpolation of the logits along each axis, then the decision. What the fit cropped away is background; padding of
/// a letterbox is never interpolated into the source. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// Works row by row. A row of logits is interpolated along depth and height at grid width, and its columns are
/// decided; between two columns of one label all source samples have that label, since interpolation is linear, so
/// only stretches between different labels are interpolated sample by sample. Memory beside the result: one grid
/// slice and one grid row of logits, and tables as long as the source's axes.
/// </remarks>
internal sealed class LabelRenderer
{
    private readonly GridSpec _grid;
    private readonly int _classes;
    private readonly GridPlacement _place;
    private readonly Size3 _source;
    private readonly AxisTaps _slices;
    private readonly AxisTaps _rows;
    private readonly ColumnRuns _columns;

    /// <param name="grid">The grid of the logits.</param>
    /// <param name="classes">K: 1 for one logit against 0, else the greatest of K wins, the first of equals.</param>
    /// <param name="source">Size of the source.</param>
    public LabelRenderer(GridSpec grid, int classes, Size3 source)
    {
        _grid = grid;
        _classes = classes;
        _source = source;
        _place = GridPlacement.Of(grid, source.W, source.H);
        _slices = AxisTaps.Of(0, grid.Depth, source.D);
        _rows = AxisTaps.Of(_place.GridY, _place.GridHeight, _place.SourceHeight);
        _columns = new ColumnRuns(AxisTaps.Of(_place.GridX, _place.GridWidth, _place.SourceWidth));
    }

    /// <summary>Decides every voxel.</summary>
    /// <param name="logits"><c>[K, D, H, W]</c>, finite.</param>
    /// <param name="labels">Receives <c>[D, H, W]</c> at the source's size.</param>
    public void Render(ReadOnlySpan<float> logits, Span<byte> labels)
    {
        int planeSize = _grid.Height * _grid.Width;
        var slice = new float[_classes * planeSize];
        var row = new float[_classes * _grid.Width];
        var columnLabels = new byte[_grid.Width];
        int sourcePlane = _source.H * _source.W;
        labels.Clear();
        for (int z = 0; z < _source.D; z++)
        {
            for (int k = 0; k < _classes; k++)
            {
                ReadOnlySpan<float> planes = logits.Slice(k * _grid.Depth * planeSize, _grid.Depth * planeSize);
                Blend(planes, planeSize, _slices, z, slice.AsSpan(k * planeSize, planeSize));
            }
            Span<byte> plane = labels.Slice(z * sourcePlane, sourcePlane);
            for (int y = 0; y < _place.SourceHeight; y++)
            {
                for (int k = 0; k < _classes; k++)
                {
                    Blend(slice.AsSpan(k * planeSize, planeSize), _grid.Width, _rows, y, row.AsSpan(k * _grid.Width, _grid.Width));
                }
                Decision.Columns(row, _classes, columnLabels);
                Span<byte> destination = plane.Slice(((_place.SourceY + y) * _source.W) + _place.SourceX, _place.SourceWidth);
                _columns.Fill(row, _classes, columnLabels, destination);
            }
        }
    }

    /// <summary>Line i of an axis from the two grid lines about it.</summary>
    private static void Blend(ReadOnlySpan<float> lines, int length, AxisTaps taps, int i, Span<float> result)
    {
        ReadOnlySpan<float> low = lines.Slice(taps.Low[i] * length, length);
        float highWeight = taps.HighWeight[i];
        if (highWeight == 0)
        {
            low.CopyTo(result);
            return;
        }
        ReadOnlySpan<float> high = lines.Slice(taps.High[i] * length, length);
        float lowWeight = 1 - highWeight;
        // Weights of both, rather than the difference, which may overflow.
        for (int j = 0; j < result.Length; j++)
        {
            result[j] = (lowWeight * low[j]) + (highWeight * high[j]);
        }
    }
}
