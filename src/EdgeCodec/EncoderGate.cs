namespace EdgeCodec;

/// <summary>
/// One call at a time; another meanwhile is told so, not queued. Cancelling and closing are possible at any time:
/// what is under way then finishes first. Thread-safe, and allocates nothing.
/// </summary>
internal sealed class EncoderGate
{
    // Held for a few instructions only: never during work, nor during a call of the host.
    private SpinLock _lock = new(enableThreadOwnerTracking: false);
    private bool _isBusy;
    private bool _isCancelled;
    private bool _isClosed;

    /// <summary>Whether the call under way is to be given up.</summary>
    public bool IsCancelled
    {
        get
        {
            bool taken = false;
            try
            {
                _lock.Enter(ref taken);
                return _isCancelled;
            }
            finally
            {
                Leave(taken);
            }
        }
    }

    /// <summary>Begins a call. True if the encoder was cancelled since the last one began: its stream is to be given up.</summary>
    /// <exception cref="EdgeCodecException">Busy, or InvalidHandle once closed.</exception>
    public bool Enter()
    {
        bool taken = false;
        try
        {
            _lock.Enter(ref taken);
            if (_isClosed)
            {
                throw new EdgeCodecException(EdgeCodecStatus.InvalidHandle, "The encoder was destroyed meanwhile.");
            }
            if (_isBusy)
            {
                throw new EdgeCodecException(EdgeCodecStatus.Busy, "The encoder is busy with another call.");
            }
            bool wasCancelled = _isCancelled;
            _isBusy = true;
            _isCancelled = false;
            return wasCancelled;
        }
        finally
        {
            Leave(taken);
        }
    }

    /// <summary>Ends a call. True if the encoder was closed meanwhile: the caller then releases its memory.</summary>
    public bool Exit()
    {
        bool taken = false;
        try
        {
            _lock.Enter(ref taken);
            _isBusy = false;
            return _isClosed;
        }
        finally
        {
            Leave(taken);
        }
    }

    /// <summary>Cancels the call under way; if there is none, the next one learns of it when it enters.</summary>
    public void Cancel(NativePicture picture)
    {
        bool taken = false;
        try
        {
            _lock.Enter(ref taken);
            _isCancelled = true;
            if (_isBusy)
            {
                // Within the lock, so that it cannot hit the call after that one.
                picture.Cancel();
            }
        }
        finally
        {
            Leave(taken);
        }
    }

    /// <summary>
    /// Begins a picture in the call under way. Beginning makes the picture forget a cancel, but one of this call may have
    /// come before: it is passed on again.
    /// </summary>
    public void Begin(NativePicture picture, EncoderSource source, IntensityWindow window)
    {
        picture.Begin(source.Type, source.Width, source.Height, source.Depth, window);
        if (IsCancelled)
        {
            picture.Cancel();
        }
    }

    /// <summary>Refuses all further calls. True if none is under way: the caller then releases the memory.</summary>
    public bool Close()
    {
        bool taken = false;
        try
        {
            _lock.Enter(ref taken);
            bool isIdle = !_isBusy && !_isClosed;
            _isClosed = true;
            return isIdle;
        }
        finally
        {
            Leave(taken);
        }
    }

    private void Leave(bool taken)
    {
        if (taken)
        {
            _lock.Exit(useMemoryBarrier: true);
        }
    }
}
