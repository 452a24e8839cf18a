namespace EdgeCodec.Cli;

/// <summary>Wrong usage that shows only once the inputs were read, such as an option that one kind of model needs.</summary>
public sealed class UsageException : Exception
{
    /// <summary>With the line that the user reads.</summary>
    public UsageException(string message)
        : base(message)
    {
    }
}
