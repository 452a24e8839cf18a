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
        CheckTogether(stream.Units);
        var sources = new List<LabelMap>();
        var slabs = new List<LabelMap>();
        foreach (DecodedUnit[] batch in stream.Units.Chunk(_options.BatchSize))
        {
            FeatureMap[] maps = _decoder.Value.Decode(batch);
            LabelMap[] labels = Segment(maps, [.. batch.Select(unit => unit.Header)]);
            for (int i = 0; i < batch.Length; i++)
            {
                slabs.Add(labels[i]);
                if (stream.EndsSource(batch[i]))
                {
                    sources.Add(Join(slabs));
                    slabs.Clear();
                }
            }
        }
        return [.. sources];
    }

    /// <summary>Refuses a stream whose label maps would be too large together before any work is done.</summary>
    private void CheckTogether(IReadOnlyList<DecodedUnit> units)
    {
        long voxels = units.Sum(unit => Voxels(unit.Header.Width, unit.Header.Height, unit.Header.Depth));
        if (voxels > _options.MaxStreamVoxels)
        {
            throw new CloudException(
                CloudStatus.SourceTooLarge,
                $"The {units.Count} units of the stream have {voxels} voxels together, more than the limit of {_options.MaxStreamVoxels} ({nameof(SegmentorOptions)}.{nameof(SegmentorOptions.MaxStreamVoxels)}).");
        }
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
