namespace EdgeCodec.Native.Interop;

/// <summary>What an <c>ec_encoder</c> stands for.</summary>
internal sealed class OpenEncoder(EncoderSession session, Log log)
{
    private string? _error;

    public EncoderSession Session => session;

    /// <summary>Text of the last call's error; null after success. Any thread may ask.</summary>
    public string? Error
    {
        get => Volatile.Read(ref _error);
        set
        {
            Volatile.Write(ref _error, value);
            if (value is not null)
            {
                log.Write(LogLevel.Error, value);
            }
        }
    }
}
