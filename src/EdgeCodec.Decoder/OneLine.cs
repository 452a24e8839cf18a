namespace EdgeCodec;

/// <summary>
/// The first line of a foreign exception's message: further ones list paths tried, stack frames or hints. The whole is
/// in the inner exception.
/// </summary>
internal static class OneLine
{
    public static string Of(Exception e)
    {
        ReadOnlySpan<char> message = e.Message.AsSpan().Trim();
        int end = message.IndexOfAny('\r', '\n');
        return (end < 0 ? message : message[..end]).TrimEnd().ToString();
    }
}
