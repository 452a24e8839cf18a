namespace EdgeCodec.Cli;

/// <summary>Something that the user gave cannot be used; the message says what and why.</summary>
public sealed class InputException : Exception
{
    /// <summary>With the line that the user reads.</summary>
    public InputException(string message)
        : base(message)
    {
    }
}
