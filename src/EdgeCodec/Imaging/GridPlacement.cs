namespace EdgeCodec;

/// <summary>
/// Which part of the source fills which part of the grid (ECM §2.1), in samples of each. A label map comes
/// back to source geometry by the same placement: grid padding is dropped, source outside a crop is background.
/// </summary>
/// <param name="SourceX">First source column.</param>
/// <param name="SourceY">First source row.</param>
/// <param name="SourceWidth">Source columns.</param>
/// <param name="SourceHeight">Source rows.</param>
/// <param name="GridX">First grid column.</param>
/// <param name="GridY">First grid row.</param>
/// <param name="GridWidth">Grid columns.</param>
/// <param name="GridHeight">Grid rows.</param>
public readonly record struct GridPlacement(
    int SourceX, int SourceY, int SourceWidth, int SourceHeight, int GridX, int GridY, int GridWidth, int GridHeight)
{
    /// <summary>The placement of a source of this width and height; depth is always stretched.</summary>
    public static GridPlacement Of(GridSpec grid, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        long w = width;
        long h = height;
        long gw = grid.Width;
        long gh = grid.Height;
        bool isWide = w * gh >= h * gw;
        switch (grid.Fit)
        {
            case GridFit.Stretch:
                return new GridPlacement(0, 0, width, height, 0, 0, grid.Width, grid.Height);
            case GridFit.CenterCrop:
                int cw = isWide ? (int)Math.Max(1, h * gw / gh) : width;
                int ch = isWide ? height : (int)Math.Max(1, w * gh / gw);
                return new GridPlacement((width - cw) / 2, (height - ch) / 2, cw, ch, 0, 0, grid.Width, grid.Height);
            case GridFit.Letterbox:
                int dw = isWide ? grid.Width : (int)Math.Max(1, ((w * gh) + (h / 2)) / h);
                int dh = isWide ? (int)Math.Max(1, ((h * gw) + (w / 2)) / w) : grid.Height;
                return new GridPlacement(0, 0, width, height, (grid.Width - dw) / 2, (grid.Height - dh) / 2, dw, dh);
            default:
                throw new EdgeCodecException(EdgeCodecStatus.InvalidArgument, $"Fit {(int)grid.Fit} is none of stretch, letterbox, crop.");
        }
    }
}
