namespace EdgeCodec;

/// <summary>
/// From pixels to stream: resample and window to the model grid, run the network, code its latent. The same
/// pixels and model give the same bytes on every machine, with native kernels and without. Holds its working
/// memory, so it takes one call at a time: another meanwhile is refused. One encoder serves any number of images;
/// encoders may share a model.
/// </summary>
public sealed partial class Encoder
{
    private readonly EncoderGate _gate = new();
    private readonly EdgeModel _model;
    private readonly ILatentEngine _engine;
    private readonly StreamEncoder _stream;

    /// <summary>The latent of the image being encoded, over <see cref="_bits"/>; never handed out.</summary>
    private readonly Latent _latent;

    private readonly byte[] _bits;

    /// <summary>Header of the last image: a camera's pictures all have the same.</summary>
    private StreamHeader? _header;

    /// <summary>Options of the last image, which cannot change.</summary>
    private EncodeOptions? _options;

    /// <summary>Prepares for images of a model.</summary>
    public Encoder(EdgeModel model)
        : this(model ?? throw new ArgumentNullException(nameof(model)), BestEngine(model))
    {
    }

    internal Encoder(EdgeModel model, ILatentEngine engine)
    {
        _model = model;
        _engine = engine;
        _stream = new StreamEncoder(model);
        _bits = new byte[model.Latent.BitCount];
        _latent = new Latent(_bits, model.Latent.Channels, model.Latent.Size, model.Latent.Channels);
    }

    /// <summary>No picture's stream of this model is longer, whatever the image; metadata adds its bytes and two.</summary>
    public int MaxBytes => _stream.MaxBytes;

    /// <summary>
    /// What does the work: avx512vnni, avx2, neondot, neon or portable, the native kernels; or reference, the
    /// C# definition, where their library is absent. It changes speed, never bytes.
    /// </summary>
    public string Kernel => _engine.Name;

    /// <summary>Encodes an image into the caller's memory.</summary>
    /// <param name="image">The picture or volume.</param>
    /// <param name="destination">Receives the stream; <see cref="MaxBytes"/> always suffice. Untouched if an error is thrown.</param>
    /// <param name="options">Window and layers.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="EdgeCodecException">
    /// An image status or a window status if the model does not take the image, InvalidArgument for a wrong
    /// number of layers, BufferTooSmall with the size needed in its text; Busy during a call of another thread.
    /// </exception>
    public int Encode(in PixelView image, Span<byte> destination, EncodeOptions? options = null)
    {
        using var call = new Call(_gate);
        StreamHeader header = Prepare(image, options, out IntensityWindow window);
        _engine.Run(image, window, _bits);
        return _stream.Write(header, _latent, destination);
    }

    /// <summary>Encodes an image into a new array.</summary>
    /// <inheritdoc cref="Encode(in PixelView, Span{byte}, EncodeOptions?)"/>
    public byte[] Encode(in PixelView image, EncodeOptions? options = null)
    {
        using var call = new Call(_gate);
        StreamHeader header = Prepare(image, options, out IntensityWindow window);
        _engine.Run(image, window, _bits);
        return _stream.Write(header, _latent).ToArray();
    }

    /// <summary>The latent of an image, all layers.</summary>
    /// <param name="image">The picture or volume.</param>
    /// <param name="window">The caller's window, if and only if the model asks for one.</param>
    /// <exception cref="EdgeCodecException">An image status or a window status if the model does not take the image; Busy during a call of another thread.</exception>
    public Latent EncodeLatent(in PixelView image, IntensityWindow? window = null)
    {
        using var call = new Call(_gate);
        GridResampler.CheckSource(image, _model.Grid);
        var bits = new byte[_bits.Length];
        _engine.Run(image, SourceRules.ResolveWindow(_model.Grid, image.Type, window), bits);
        return new Latent(bits, _latent.Channels, _latent.Size, _latent.Channels);
    }

    /// <summary>The time of a call, in which there is no other.</summary>
    private readonly ref struct Call
    {
        private readonly EncoderGate _gate;

        public Call(EncoderGate gate)
        {
            _gate = gate;
            gate.Enter();
        }

        public void Dispose() => _gate.Exit();
    }

    private static ILatentEngine BestEngine(EdgeModel model) =>
        NativeNetwork.For(model) is NativeNetwork network && NativeEngine.TryCreate(model, network) is NativeEngine engine
            ? engine
            : new ReferenceEngine(model);

    /// <summary>Refuses what the model does not take before any work is done.</summary>
    private StreamHeader Prepare(in PixelView image, EncodeOptions? options, out IntensityWindow window)
    {
        GridResampler.CheckSource(image, _model.Grid);
        window = SourceRules.ResolveWindow(_model.Grid, image.Type, options?.Window);
        if (_header is null || !IsHeaderOf(_header, image, options))
        {
            _header = StreamHeader.For(_model, image.Type, image.Width, image.Height, image.Depth, options);
            _options = options;
        }
        return _header;
    }

    private bool IsHeaderOf(StreamHeader header, in PixelView image, EncodeOptions? options) =>
        header.SampleType == image.Type && header.Width == image.Width && header.Height == image.Height
        && header.Depth == image.Depth && _options == options;
}
