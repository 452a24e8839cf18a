using System.Text;
using System.Text.Unicode;

namespace EdgeCodec.Native.Interop;

/// <summary>The one place that turns exceptions into statuses, and each thread's text of its last error.</summary>
internal static unsafe class LastError
{
    [ThreadStatic]
    private static string? t_text;

    /// <summary>Success of a call on an encoder: forgets its text too, but for a call from its log.</summary>
    public static int None(Handle encoder)
    {
        OpenEncoder? open = Handles.Encoders.Peek(encoder.Id);
        if (open is { Error: not null, IsLogging: false })
        {
            open.Error = null;
        }
        return None();
    }

    /// <summary>
    /// Failure of a call on an encoder, which remembers and logs the text too, unless it is busy with another call or the
    /// call comes from its log.
    /// </summary>
    public static int From(Exception exception, Handle encoder)
    {
        int status = From(exception);
        string? text = t_text;
        try
        {
            if (text is not null && status != (int)EdgeCodecStatus.Busy
                && Handles.Encoders.Peek(encoder.Id) is { IsLogging: false } open)
            {
                open.Error = text;
                open.LogError(text);
            }
        }
        catch (Exception)
        {
            // As below: the thread's text and the status are there.
        }
        // The log may have called the library.
        t_text = text;
        return status;
    }

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
    public static nuint CopyTo(byte* destination, nuint capacity) => Copy(t_text ?? "", destination, capacity);

    /// <summary>The same of an encoder's last call; nothing for a handle that is none.</summary>
    public static nuint CopyTo(Handle encoder, byte* destination, nuint capacity) =>
        Copy(Handles.Encoders.Peek(encoder.Id)?.Error ?? "", destination, capacity);

    private static nuint Copy(string text, byte* destination, nuint capacity)
    {
        if (destination != null && capacity > 0)
        {
            int room = (int)nuint.Min(capacity - 1, int.MaxValue);
            Utf8.FromUtf16(text, new Span<byte>(destination, room), out _, out int written);
            destination[written] = 0;
        }
        return (nuint)Encoding.UTF8.GetByteCount(text);
    }
}
