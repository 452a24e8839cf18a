namespace EdgeCodec;

/// <summary>Shape of one item of a tensor <c>[N, C, (D,) H, W]</c>.</summary>
/// <param name="Name">The tensor's name in its network.</param>
/// <param name="Channels">C.</param>
/// <param name="Size">D, H, W.</param>
/// <param name="HasDepth">Whether the tensor has the dimension D; without it D is 1.</param>
internal sealed record TensorShape(string Name, int Channels, Size3 Size, bool HasDepth)
{
    /// <summary>Elements of one item.</summary>
    public int Count { get; } = checked((int)(Channels * Size.Volume));

    public long[] Dimensions(int batch) =>
        HasDepth ? [batch, Channels, Size.D, Size.H, Size.W] : [batch, Channels, Size.H, Size.W];

    public override string ToString() =>
        $"[N, {(Channels == 0 ? "K" : Channels)}, {(HasDepth ? $"{Size.D}, " : "")}{Size.H}, {Size.W}]";
}
