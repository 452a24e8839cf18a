namespace EdgeCodec;

public sealed partial class Segmentor
{
    /// <summary>Segments feature maps, in batches.</summary>
    /// <param name="maps">As <see cref="FeatureDecoder.Decode"/> gives them.</param>
    /// <param name="headers">The headers of their streams: the geometry of the sources.</param>
    /// <returns>One label map a feature map.</returns>
    /// <exception cref="ArgumentException">The lists differ in length, or a map is not of the model's grid size.</exception>
    /// <exception cref="EdgeCodecException">WrongModel: a header is of another model; the text names both.</exception>
    /// <exception cref="CloudException">
    /// ModelIncomplete (the head reads pictures), WrongModel (a map is of another model), SourceTooLarge, RunFailed or
    /// OutputNotFinite.
    /// </exception>
    public LabelMap[] Segment(IReadOnlyList<FeatureMap> maps, IReadOnlyList<StreamHeader> headers)
    {
        ArgumentNullException.ThrowIfNull(maps);
        ArgumentNullException.ThrowIfNull(headers);
        EdgeModel edge = _folder.RequireEdge("segmenting streams");
        if (maps.Count != headers.Count)
        {
            throw new ArgumentException($"{maps.Count} maps, but {headers.Count} headers.", nameof(headers));
        }
        for (int i = 0; i < maps.Count; i++)
        {
            CheckMap(maps[i], headers[i], edge);
        }
        var results = new LabelMap[maps.Count];
        foreach ((int start, int count) in Batches.Of(maps.Count, _options.BatchSize, Math.Max(_input.Count, _logits.Count)))
        {
            float[] logits = GC.AllocateUninitializedArray<float>(count * _logits.Count);
            _network.Run(_input, Gather(maps, start, count), _logits, logits, count);
            for (int i = 0; i < count; i++)
            {
                StreamHeader header = headers[start + i];
                results[start + i] = Render(logits.AsSpan(i * _logits.Count, _logits.Count), header.Width, header.Height, header.Depth);
            }
        }
        return results;
    }

    /// <summary>Verifies, decodes and segments one stream. The first call loads the model's decoder.</summary>
    /// <param name="stream">The whole stream and nothing else.</param>
    /// <exception cref="EdgeCodecException">As <see cref="StreamDecoder.Decode"/>.</exception>
    /// <exception cref="CloudException">
    /// ModelIncomplete, SourceTooLarge, RunFailed or OutputNotFinite; the first call also as the constructor of
    /// <see cref="FeatureDecoder"/>.
    /// </exception>
    public LabelMap Segment(ReadOnlySpan<byte> stream)
    {
        _network.RequireOpen();
        DecodedUnit decoded = StreamDecoder.Decode(stream, _folder.RequireEdge("segmenting streams"));
        CheckSize(decoded.Header.Width, decoded.Header.Height, decoded.Header.Depth);
        return Segment(_decoder.Value.Decode([decoded]), [decoded.Header])[0];
    }

    private void CheckMap(FeatureMap map, StreamHeader header, EdgeModel edge)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(header);
        StreamOrigin.Require(header, edge);
        if (map.ModelIdentity is string made && made != edge.IdentityHex)
        {
            throw new CloudException(CloudStatus.WrongModel, $"A feature map was made by the decoder of edge model {made}, but head '{Head.Name}' reads those of {edge.IdentityHex}.");
        }
        if (map.Size != _grid.Size)
        {
            throw new ArgumentException($"The feature map is {map.Size}, but the grid of edge model {edge} is {_grid.Size}.", nameof(map));
        }
        if (map.Channels != _input.Channels)
        {
            throw new CloudException(
                CloudStatus.TensorMismatch, $"The feature map of model '{_folder.Name}' has {map.Channels} channels, but its head '{Head.Name}' reads {_input.Channels}.");
        }
        CheckSize(header.Width, header.Height, header.Depth);
    }

    /// <summary>The maps as one tensor; a single one is used where it lies.</summary>
    private ReadOnlyMemory<float> Gather(IReadOnlyList<FeatureMap> maps, int start, int count)
    {
        if (count == 1)
        {
            return maps[start].Values;
        }
        float[] batch = GC.AllocateUninitializedArray<float>(count * _input.Count);
        for (int i = 0; i < count; i++)
        {
            maps[start + i].Values.CopyTo(batch.AsMemory(i * _input.Count));
        }
        return batch;
    }
}
