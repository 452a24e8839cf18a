namespace EdgeCodec;

/// <summary>
/// From pixels to stream: resample and window to the model grid, run the network, code its latent. The same
/// pixels and model give the same bytes on every machine. Holds its working memory; not thread-safe. One
/// encoder serves any number of images; encoders may share a model.
/// </summary>
public sealed class Encoder
{
    private readonly EdgeModel _model;
    private readonly StreamEncoder _stream;
    private readonly byte[] _grid;

    /// <summary>Prepares for images of a model.</summary>
    public Encoder(EdgeModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _stream = new StreamEncoder(model);
        _grid = new byte[model.Grid.SampleCount];
    }

    /// <summary>No stream of this model is longer, whatever the image.</summary>
    public int MaxBytes => _stream.MaxBytes;

    /// <summary>Encodes an image into the caller's memory.</summary>
    /// <param name="image">The picture or volume.</param>
    /// <param name="destination">Receives the stream; <see cref="MaxBytes"/> always suffice. Untouched if an error is thrown.</param>
    /// <param name="options">Window and layers.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="EdgeCodecException">
    /// An image status or a window status if the model does not take the image, InvalidArgument for a wrong
    /// number of layers, BufferTooSmall with the size needed in its text.
    /// </exception>
    public int Encode(in PixelView image, Span<byte> destination, EncodeOptions? options = null) =>
        _stream.Write(CreateHeader(image, options), EncodeLatent(image, options?.Window), destination);

    /// <summary>Encodes an image into a new array.</summary>
    /// <inheritdoc cref="Encode(in PixelView, Span{byte}, EncodeOptions?)"/>
    public byte[] Encode(in PixelView image, EncodeOptions? options = null) =>
        _stream.Write(CreateHeader(image, options), EncodeLatent(image, options?.Window)).ToArray();

    /// <summary>The latent of an image, all layers.</summary>
    /// <param name="image">The picture or volume.</param>
    /// <param name="window">The caller's window, if and only if the model asks for one.</param>
    /// <exception cref="EdgeCodecException">An image status or a window status if the model does not take the image.</exception>
    public Latent EncodeLatent(in PixelView image, IntensityWindow? window = null)
    {
        GridResampler.Resample(image, _model.Grid, window, _grid);
        return ReferenceNetwork.Run(_model, _grid);
    }

    /// <summary>Refuses what the model does not take before any work is done.</summary>
    private StreamHeader CreateHeader(in PixelView image, EncodeOptions? options)
    {
        GridResampler.CheckSource(image, _model.Grid);
        SourceRules.ResolveWindow(_model.Grid, image.Type, options?.Window);
        return StreamHeader.For(_model, image.Type, image.Width, image.Height, image.Depth, options?.Window, options?.Layers);
    }
}
