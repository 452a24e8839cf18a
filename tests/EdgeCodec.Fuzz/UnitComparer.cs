namespace EdgeCodec.Fuzz;

/// <summary>Units are the same if all that a caller sees of them is.</summary>
internal sealed class UnitComparer : IEqualityComparer<DecodedUnit>
{
    public static UnitComparer Instance { get; } = new();

    public bool Equals(DecodedUnit? x, DecodedUnit? y) => x is not null && y is not null
        && x.Header == y.Header && x.SequenceHeader == y.SequenceHeader && x.Layers == y.Layers && x.Sequence == y.Sequence && x.Index == y.Index
        && x.IsPartial == y.IsPartial && x.PayloadBytes == y.PayloadBytes && x.Latent.Bits.SequenceEqual(y.Latent.Bits);

    public int GetHashCode(DecodedUnit obj) => obj.Layers;
}
