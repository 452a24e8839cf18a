namespace EdgeCodec.Native.Interop;

/// <summary>What an <c>ec_encoder</c> stands for.</summary>
internal sealed class OpenEncoder(EncoderSession session, Log log)
{
    /// <summary>The log that this thread is in, if any.</summary>
    [ThreadStatic]
    private static LogCall? t_logCall;

    private string? _error;

    public EncoderSession Session => session;

    /// <summary>Text of the last call's error; null after success. Any thread may ask.</summary>
    public string? Error
    {
        get => Volatile.Read(ref _error);
        set => Volatile.Write(ref _error, value);
    }

    /// <summary>Whether this thread is in the encoder's own log: a call from there is part of the one that is logged.</summary>
    public bool IsLogging
    {
        get
        {
            LogCall? call = t_logCall;
            while (call is not null && call.Encoder != this)
            {
                call = call.Outer;
            }
            return call is not null;
        }
    }

    /// <summary>Hands an error to the log, which may call the library.</summary>
    public void LogError(string text)
    {
        if (!log.IsWanted)
        {
            return;
        }
        LogCall? outer = t_logCall;
        t_logCall = new LogCall(this, outer);
        try
        {
            log.Write(LogLevel.Error, text);
        }
        finally
        {
            t_logCall = outer;
        }
    }

    /// <summary>A log at work, and the one that made the call that it is told of.</summary>
    private sealed record LogCall(OpenEncoder Encoder, LogCall? Outer);
}
