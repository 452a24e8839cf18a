using System.IO.Pipelines;

namespace EdgeCodec;

/// <summary>
/// Writes a stream of sequences to a pipe: a thin adapter over <see cref="SequenceWriter"/>. Every unit is sent at
/// once, and a reader that is too slow makes the writer wait. Not thread-safe.
/// </summary>
public sealed class StreamPipeWriter
{
    private readonly PipeWriter _pipe;
    private readonly SequenceWriter _sequence;

    /// <summary>Prepares for one stream.</summary>
    /// <param name="pipe">Where its bytes go; stays the caller's to complete.</param>
    /// <param name="model">The edge model.</param>
    public StreamPipeWriter(PipeWriter pipe, EdgeModel model)
    {
        ArgumentNullException.ThrowIfNull(pipe);
        _pipe = pipe;
        _sequence = new SequenceWriter(model, pipe);
    }

    /// <summary>Encodes an image and sends it; it is encoded when the call returns, and sent when the task is done.</summary>
    /// <param name="encoder">An encoder of the model.</param>
    /// <param name="image">The picture or volume.</param>
    /// <param name="options">Window, layers and what goes into the header; others than before start another sequence.</param>
    /// <param name="cancellation">Stops waiting for the reader.</param>
    /// <exception cref="EdgeCodecException">As <see cref="Encoder.Encode(in PixelView, SequenceWriter, EncodeOptions?)"/>.</exception>
    /// <exception cref="IOException">The pipe's reader is complete.</exception>
    public ValueTask WriteAsync(Encoder encoder, in PixelView image, EncodeOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        encoder.Encode(image, _sequence, options);
        return FlushAsync(cancellation);
    }

    /// <summary>Sends a latent.</summary>
    /// <param name="header">As <see cref="StreamHeader.For"/> gives it.</param>
    /// <param name="latent">A latent of the model.</param>
    /// <param name="cancellation">Stops waiting for the reader.</param>
    /// <exception cref="EdgeCodecException">As <see cref="SequenceWriter.Write"/>.</exception>
    /// <exception cref="IOException">The pipe's reader is complete.</exception>
    public ValueTask WriteAsync(StreamHeader header, Latent latent, CancellationToken cancellation = default)
    {
        _sequence.Write(header, latent);
        return FlushAsync(cancellation);
    }

    /// <summary>Ends the sequence, and with it the stream, if nothing follows.</summary>
    /// <exception cref="EdgeCodecException">As <see cref="SequenceWriter.End"/>.</exception>
    /// <exception cref="IOException">The pipe's reader is complete.</exception>
    public ValueTask EndAsync(CancellationToken cancellation = default)
    {
        _sequence.End();
        return FlushAsync(cancellation);
    }

    private async ValueTask FlushAsync(CancellationToken cancellation)
    {
        FlushResult result = await _pipe.FlushAsync(cancellation).ConfigureAwait(false);
        if (result.IsCanceled)
        {
            throw new OperationCanceledException("The flush of the pipe was cancelled.", cancellation);
        }
        if (result.IsCompleted)
        {
            throw new IOException("Nobody reads the stream: the pipe's reader is complete.");
        }
    }
}
