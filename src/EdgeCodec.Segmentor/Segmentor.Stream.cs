namespace EdgeCodec;

public sealed partial class Segmentor
{
    /// <summary>Segments every source of a stream that was decoded; the slabs of a volume are joined.</summary>
    /// <param name="stream">
    /// As <see cref="StreamDecoder.DecodeAll"/> gives it. Of a volume whose last slabs are missing, in a partial
    /// stream, the map has the slices of the others.
    /// </param>
    /// <returns>One label map a picture or volume, in order.</returns>
    /// <exception cref="EdgeCodecException">WrongModel: the stream is of another model; the text names both.</exception>
    /// <exception cref="CloudException">As <see cref="Segment(ReadOnlySpan{byte})"/>.</exception>
    public LabelMap[] Segment(DecodedStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _network.RequireOpen();
        foreach (StreamHeader header in stream.Sequences)
        {
            CheckSize(header.Width, header.Height, header.Depth);
        }
        var sources = new List<LabelMap>();
        var slabs = new List<LabelMap>();
        foreach (DecodedUnit[] batch in stream.Units.Chunk(_options.BatchSize))
        {
            FeatureMap[] maps = _decoder.Value.Decode(batch);
            LabelMap[] labels = Segment(maps, [.. batch.Select(unit => unit.Header)]);
            for (int i = 0; i < batch.Length; i++)
            {
                slabs.Add(labels[i]);
                if (batch[i] == stream.Units[^1] || (batch[i].Index + 1) % (batch[i].SequenceHeader.Slabs ?? 1) == 0)
                {
                    sources.Add(Join(slabs));
                    slabs.Clear();
                }
            }
        }
        return [.. sources];
    }

    private static LabelMap Join(List<LabelMap> slabs)
    {
        if (slabs.Count == 1)
        {
            return slabs[0];
        }
        var labels = new byte[slabs.Sum(slab => slab.Labels.Length)];
        int at = 0;
        foreach (LabelMap slab in slabs)
        {
            slab.Labels.Span.CopyTo(labels.AsSpan(at));
            at += slab.Labels.Length;
        }
        return new LabelMap(slabs[0].Width, slabs[0].Height, slabs.Sum(slab => slab.Depth), labels, slabs[0].Names);
    }
}
