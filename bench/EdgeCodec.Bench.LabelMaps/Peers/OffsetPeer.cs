namespace EdgeCodec.Bench.LabelMaps;

/// <summary>
/// Runs as offsets from the row above (or, where that is shorter for the whole volume, from the slice before), then LZ4
/// where it helps: the coding that a label map could have had.
/// </summary>
internal sealed class OffsetPeer : ILabelPeer
{
    public string Name => "run offsets, then LZ4";

    public byte[] Encode(LabelVolume volume)
    {
        byte[]? shortest = null;
        foreach (bool fromSlice in volume.Depth > 1 ? (bool[])[false, true] : [false])
        {
            List<byte> nibbles = OffsetRuns.Write(volume, fromSlice);
            if (!OffsetRuns.Read(nibbles, volume, fromSlice).AsSpan().SequenceEqual(volume.Labels))
            {
                throw new InvalidDataException($"{volume.Name}: {Name} gives other labels back");
            }
            // A nibble or a byte each, as they are or through LZ4: what a first byte would say.
            byte[] bytes = [.. nibbles];
            byte[] packed = [.. nibbles.Chunk(2).Select(pair => (byte)((pair[0] << 4) | pair.ElementAtOrDefault(1)))];
            foreach (byte[] coded in (byte[][])[packed, BarePeer.EncodeLz4(packed), BarePeer.EncodeLz4(bytes)])
            {
                shortest = shortest is null || coded.Length < shortest.Length ? coded : shortest;
            }
        }
        return [0, .. shortest!];
    }
}
