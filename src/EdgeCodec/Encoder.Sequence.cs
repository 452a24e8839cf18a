namespace EdgeCodec;

/// <content>Images as units of a stream of sequences (FORMAT §4).</content>
public sealed partial class Encoder
{
    /// <summary>Encodes an image as a unit. One of another geometry, or with other options, starts another sequence.</summary>
    /// <param name="image">The picture or volume.</param>
    /// <param name="destination">A writer of the same model; untouched if an error is thrown.</param>
    /// <param name="options">Window, layers and what goes into the header.</param>
    /// <exception cref="EdgeCodecException">
    /// An image status or a window status if the model does not take the image, InvalidArgument for a wrong number
    /// of layers, Busy during a call of another thread, or as <see cref="SequenceWriter.Write"/>.
    /// </exception>
    public void Encode(in PixelView image, SequenceWriter destination, EncodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(destination);
        using var call = new Call(_gate);
        StreamHeader header = Prepare(image, options, out IntensityWindow window);
        _engine.Run(image, window, _bits);
        destination.Write(header, _latent);
    }

    /// <summary>
    /// Encodes a volume as slabs, each a unit that the model takes as a source of its own: so a volume deeper than
    /// memory or model like can be sent, and read, part by part.
    /// </summary>
    /// <param name="volume">The whole volume.</param>
    /// <param name="slabs">Slabs, 2 to the volume's depth; their depths differ by one slice at most.</param>
    /// <param name="destination">A writer of the same model; untouched if an error is thrown.</param>
    /// <param name="options">Window, layers and what goes into the header.</param>
    /// <exception cref="EdgeCodecException">
    /// As <see cref="Encode(in PixelView, SequenceWriter, EncodeOptions?)"/>, or StreamHeaderInvalid for a number
    /// of slabs that the volume does not have or the model does not take.
    /// </exception>
    public void EncodeSlabs(in PixelView volume, int slabs, SequenceWriter destination, EncodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(destination);
        using var call = new Call(_gate);
        GridResampler.CheckSource(volume, _model.Grid);
        IntensityWindow window = SourceRules.ResolveWindow(_model.Grid, volume.Type, options?.Window);
        StreamHeader header = StreamHeader.For(_model, volume.Type, volume.Width, volume.Height, volume.Depth, options, slabs);
        for (int i = 0; i < slabs; i++)
        {
            (int start, int depth) = header.SlabAt(i);
            var slab = new PixelView(
                volume.Data, volume.Type, volume.Channels, volume.Width, volume.Height, depth,
                volume.ChannelStride, volume.ColumnStride, volume.RowStride, volume.SliceStride, volume.Origin + (start * volume.SliceStride));
            _engine.Run(slab, window, _bits);
            destination.Write(header, _latent);
        }
    }
}
