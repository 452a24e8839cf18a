namespace EdgeCodec.Bench.LabelMaps;

/// <summary>Bytes of one set's label maps, sent in every way.</summary>
internal sealed class LabelComparison(string name, IReadOnlyList<ILabelPeer> peers)
{
    private readonly long[] bytes = new long[peers.Count];

    /// <summary>All ways, the label map first.</summary>
    public static IReadOnlyList<ILabelPeer> Peers { get; } =
        [new OwnPeer(), new FaxPeer(), new OffsetPeer(), BarePeer.Deflate, new PngPeer(), BarePeer.Lz4];

    public string Name { get; } = name;

    public IReadOnlyList<ILabelPeer> Ways { get; } = peers;

    public int Maps { get; private set; }

    /// <summary>Labels in all maps.</summary>
    public long Labels { get; private set; }

    /// <summary>Bytes of all maps as sent in a way.</summary>
    public long Bytes(int way) => bytes[way];

    public void Run(LabelVolume volume)
    {
        for (int i = 0; i < bytes.Length; i++) { bytes[i] += Ways[i].Encode(volume).Length; }
        Maps++;
        Labels += volume.Labels.Length;
    }
}
