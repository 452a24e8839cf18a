using System.Text;
using System.Text.Unicode;

namespace EdgeCodec.Native.Interop;

/// <summary>The one place that turns exceptions into statuses, and each thread's text of its last error.</summary>
internal static unsafe class LastError
{
    [ThreadStatic]
    private static string? t_text;

    /// <summary>Success: forgets the text.</summary>
    public static int None()
    {
        t_text = null;
        return (int)EdgeCodecStatus.Ok;
    }

    /// <summary>Remembers what an exception says. Never throws: what leaves an export ends the process.</summary>
    public static int From(Exception exception)
    {
        EdgeCodecStatus status = exception switch
        {
            EdgeCodecException e => e.Status,
            OutOfMemoryException => EdgeCodecStatus.OutOfMemory,
            _ => EdgeCodecStatus.Internal,
        };
        try
        {
            t_text = status switch
            {
                EdgeCodecStatus.OutOfMemory when exception is OutOfMemoryException => "The library's memory ran out.",
                EdgeCodecStatus.Internal => $"Internal error, please report it: {exception.GetType().Name}: {exception.Message}",
                _ => exception.Message,
            };
        }
        catch (Exception)
        {
            // The text is lost to a lack of memory; the status is not.
        }
        return (int)status;
    }

    /// <summary>Copies the text as UTF-8 with a NUL, cut at a whole character; gives the bytes of all of it, without NUL.</summary>
    public static nuint CopyTo(byte* destination, nuint capacity)
    {
        string text = t_text ?? "";
        if (destination != null && capacity > 0)
        {
            int room = (int)nuint.Min(capacity - 1, int.MaxValue);
            Utf8.FromUtf16(text, new Span<byte>(destination, room), out _, out int written);
            destination[written] = 0;
        }
        return (nuint)Encoding.UTF8.GetByteCount(text);
    }
}
