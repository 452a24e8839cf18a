namespace EdgeCodec;

/// <summary>Three numbers, one an axis, in the order of every table: depth, height, width.</summary>
/// <param name="D">Depth; 1 for a picture.</param>
/// <param name="H">Height.</param>
/// <param name="W">Width.</param>
public readonly record struct Size3(int D, int H, int W)
{
    /// <summary>D * H * W.</summary>
    public long Volume => (long)D * H * W;

    /// <summary>As "D x H x W".</summary>
    public override string ToString() => $"{D} x {H} x {W}";
}
