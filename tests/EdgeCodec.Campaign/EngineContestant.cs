namespace EdgeCodec.Campaign;

/// <summary>The .NET encoder over one engine: the C# reference, or the kernels of one instruction set.</summary>
internal sealed class EngineContestant : IContestant
{
    private readonly NativeKernel? _kernel;
    private Job? _job;
    private EdgeModel? _model;
    private Encoder? _encoder;

    /// <param name="kernel">Null is the reference.</param>
    public EngineContestant(NativeKernel? kernel) => _kernel = kernel;

    public string Name => _kernel?.Name ?? "reference";

    public void Begin(Job job)
    {
        if (!ReferenceEquals(_model, job.Model))
        {
            _model = job.Model;
            _encoder = new Encoder(job.Model, EngineFor(job.Model));
        }
        _job = job;
    }

    public byte[] End() => _encoder!.Encode(_job!.Image.View, _job.Options);

    public void Dispose()
    {
    }

    private ILatentEngine EngineFor(EdgeModel model)
    {
        if (_kernel is not NativeKernel kernel) { return new ReferenceEngine(model); }
        NativeNetwork network = NativeNetwork.TryPack(model, kernel) ?? throw new InvalidOperationException($"{kernel.Name} refuses a model");
        return NativeEngine.TryCreate(model, network) ?? throw new InvalidOperationException($"{kernel.Name}: no engine for a model");
    }
}
