namespace EdgeCodec;

/// <summary>How a stream is read. The default is right unless a caller can do with less than a whole stream. Immutable.</summary>
public sealed record StreamReadOptions
{
    /// <summary>
    /// Whether a stream that is cut short or damaged gives what is whole and checked of it, marked as partial
    /// (FORMAT §9), in place of an error.
    /// </summary>
    public bool Partial { get; init; }

    /// <summary>How long a reader of a pipe waits for more bytes; for ever if null.</summary>
    public TimeSpan? IdleTimeout { get; init; }
}
