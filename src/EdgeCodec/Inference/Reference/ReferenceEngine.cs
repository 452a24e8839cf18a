namespace EdgeCodec;

/// <summary>The definition as an engine: where there are no kernels, and what they are held against. Not thread-safe.</summary>
internal sealed class ReferenceEngine : ILatentEngine
{
    private readonly EdgeModel _model;
    private readonly byte[] _grid;

    public ReferenceEngine(EdgeModel model)
    {
        _model = model;
        _grid = new byte[model.Grid.SampleCount];
    }

    public string Name => "reference";

    public void Run(in PixelView image, IntensityWindow window, Span<byte> bits)
    {
        GridResampler.ResampleChecked(image, _model.Grid, window, _grid);
        ReferenceNetwork.Run(_model, _grid).Bits.CopyTo(bits);
    }
}
