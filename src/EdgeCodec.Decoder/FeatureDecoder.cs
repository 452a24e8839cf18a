namespace EdgeCodec;

/// <summary>
/// From decoded streams to feature maps by a model's <c>decoder.onnx</c> (g). Thread-safe: threads may share one
/// decoder; each call uses memory of its own. (On DirectML calls wait for each other.)
/// </summary>
public sealed class FeatureDecoder : IDisposable
{
    private readonly EdgeModel _edge;
    private readonly OnnxNetwork _network;
    private readonly TensorShape _latent;
    private readonly TensorShape _map;

    /// <summary>Loads g, and checks that it belongs to the folder's edge model and fits its latent and grid.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="provider">Execution provider: <c>cpu</c>, <c>cuda</c> or <c>directml</c>.</param>
    /// <exception cref="CloudException">
    /// ModelIncomplete, OnnxUnreadable, OnnxInvalid, MetadataInvalid, WrongModel, TensorMismatch, or a status of the
    /// provider, as <see cref="OnnxSessions.Open"/>.
    /// </exception>
    public FeatureDecoder(ModelFolder folder, string provider = "cpu")
    {
        ArgumentNullException.ThrowIfNull(folder);
        _edge = folder.RequireEdge("decoding");
        string path = folder.DecoderPath ?? throw new CloudException(
            CloudStatus.ModelIncomplete, $"Model folder '{folder.Path}' has no {ModelFolder.DecoderFile}: it can encode, but not decode.");
        _network = OnnxNetwork.Open(path, provider);
        try
        {
            _network.Metadata.RequireModel("decoder", folder);
            _latent = _network.RequireInput("latent", _edge.Latent.Channels, _edge.Latent.Size);
            _map = _network.RequireMap(isInput: false, _edge.Grid.Size);
        }
        catch
        {
            _network.Dispose();
            throw;
        }
    }

    /// <summary>Most streams that go through the network at once, 1 to 1024: more use more memory. 8 unless set.</summary>
    public int BatchSize { get; init => field = Batches.CheckSize(value); } = Batches.DefaultSize;

    /// <summary>Decodes streams of this model, in batches.</summary>
    /// <param name="streams">As <see cref="StreamDecoder.Decode"/> gives them.</param>
    /// <returns>One map a stream, at the size of the model's grid.</returns>
    /// <exception cref="EdgeCodecException">WrongModel: a stream is of another model; the text names both.</exception>
    /// <exception cref="CloudException">RunFailed or OutputNotFinite.</exception>
    public FeatureMap[] Decode(IReadOnlyList<DecodedUnit> streams)
    {
        ArgumentNullException.ThrowIfNull(streams);
        foreach (DecodedUnit stream in streams)
        {
            ArgumentNullException.ThrowIfNull(stream, nameof(streams));
            StreamOrigin.Require(stream, _edge);
            LatentTensor.RequireShape(stream.Latent, _edge);
        }
        var maps = new FeatureMap[streams.Count];
        foreach ((int start, int count) in Batches.Of(streams.Count, BatchSize, Math.Max(_latent.Count, _map.Count)))
        {
            var latents = new float[count * _latent.Count];
            for (int i = 0; i < count; i++)
            {
                LatentTensor.Fill(streams[start + i].Latent, latents.AsSpan(i * _latent.Count, _latent.Count));
            }
            float[] values = GC.AllocateUninitializedArray<float>(count * _map.Count);
            _network.Run(_latent, latents, _map, values, count);
            for (int i = 0; i < count; i++)
            {
                Size3 size = _map.Size;
                maps[start + i] = new FeatureMap(_map.Channels, size.D, size.H, size.W, values.AsMemory(i * _map.Count, _map.Count)) { ModelIdentity = _edge.IdentityHex };
            }
        }
        return maps;
    }

    /// <summary>Unloads the network, once calls that are running have ended. Later ones are refused.</summary>
    public void Dispose() => _network.Dispose();
}
