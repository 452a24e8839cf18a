namespace EdgeCodec;

/// <summary>An error of the codec: a pinned status, what was found and expected, and where.</summary>
public sealed class EdgeCodecException : Exception
{
    /// <summary>Makes an error with the status's static text.</summary>
    public EdgeCodecException(EdgeCodecStatus status)
        : this(status, status.Message())
    {
    }

    /// <summary>Makes an error with a text of its own.</summary>
    /// <param name="status">What kind of error.</param>
    /// <param name="message">What was found, what was expected, where.</param>
    /// <param name="offset">Byte offset in the file or stream that the error is about; -1 if none.</param>
    /// <param name="inner">The cause, if another exception is.</param>
    public EdgeCodecException(EdgeCodecStatus status, string message, long offset = -1, Exception? inner = null)
        : base(message, inner)
    {
        Status = status;
        Offset = offset;
    }

    /// <summary>What kind of error.</summary>
    public EdgeCodecStatus Status { get; }

    /// <summary>Byte offset in the file or stream that the error is about; -1 if it is about none.</summary>
    public long Offset { get; }
}
