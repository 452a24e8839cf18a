namespace EdgeCodec;

/// <summary>
/// An error of the cloud half: a status, and what was found and expected, and where. Errors of streams and edge
/// models are <see cref="EdgeCodecException"/>s here too.
/// </summary>
public sealed class CloudException : Exception
{
    /// <summary>Makes an error.</summary>
    /// <param name="status">What kind of error.</param>
    /// <param name="message">What was found, what was expected, where.</param>
    /// <param name="inner">The cause, if another exception is.</param>
    public CloudException(CloudStatus status, string message, Exception? inner = null)
        : base(message, inner) => Status = status;

    /// <summary>What kind of error.</summary>
    public CloudStatus Status { get; }
}
