namespace EdgeCodec;

/// <summary>A model's decoder, loaded by whoever needs it first; one that could not be loaded is tried again by the next. Thread-safe.</summary>
internal sealed class SharedDecoder(ModelFolder folder, string provider, int batchSize) : IDisposable
{
    private readonly Lock _lock = new();
    private FeatureDecoder? _decoder;
    private bool _isDisposed;

    /// <exception cref="CloudException">As the constructor of <see cref="FeatureDecoder"/>.</exception>
    public FeatureDecoder Value
    {
        get
        {
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                return _decoder ??= new FeatureDecoder(folder, provider) { BatchSize = batchSize };
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _decoder?.Dispose();
        }
    }
}
