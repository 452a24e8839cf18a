namespace EdgeCodec;

/// <summary>
/// An encoder for hosts that bring their own memory and threads, that get their samples row by row, and that must
/// not see an allocation after the beginning: what <c>ec_encoder</c> stands for. The bytes are those of
/// <see cref="Encoder"/>. One call at a time, which it enforces; thread-safe in that sense.
/// </summary>
internal sealed partial class EncoderSession
{
    private readonly EdgeModel _model;
    private readonly NativeNetwork _network;
    private readonly NativePicture _picture;
    private readonly NativeRunner _runner;
    private readonly int _maxWidth;
    private readonly EncoderGate _gate = new();
    private readonly EncoderOutput _output;
    private readonly byte[] _bits;

    /// <summary>The source at hand, its window, and the slab of it that is next or open: its slices.</summary>
    private EncoderSource _source;
    private IntensityWindow _window;
    private int _slab;
    private int _firstSlice;
    private int _endSlice;

    /// <summary>Prepares for sources of a model, whose network is retained until the session is closed.</summary>
    /// <exception cref="EdgeCodecException">OutOfMemory; InvalidHandle if the network was let go of meanwhile.</exception>
    public EncoderSession(EdgeModel model, NativeNetwork network, EncoderLimits limits, NativeAllocator allocator, NativeRunner runner)
    {
        long bytes = NativeBytes(model, network, limits.Picture);
        if (bytes > limits.MaxMemory)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.OutOfMemory, $"The encoder takes {bytes} bytes, but options.max_memory allows {limits.MaxMemory}.");
        }
        if (!network.TryRetain())
        {
            throw new EdgeCodecException(EdgeCodecStatus.InvalidHandle, "The model was closed meanwhile.");
        }
        try
        {
            _model = model;
            _network = network;
            _runner = runner;
            _maxWidth = limits.Picture.MaxWidth;
            _bits = new byte[model.Latent.BitCount];
            _output = new EncoderOutput(model);
            _picture = new NativePicture(model.Grid, network, limits.Picture, allocator);
        }
        catch
        {
            network.Release();
            throw;
        }
    }

    /// <summary>Bytes that a session takes of its allocator, in one block.</summary>
    /// <exception cref="EdgeCodecException">OutOfMemory: more than any machine has.</exception>
    public static long NativeBytes(EdgeModel model, NativeNetwork network, PictureLimits limits)
    {
        long bytes = NativePicture.BytesFor(model.Grid, network, limits);
        return bytes > 0
            ? bytes
            : throw new EdgeCodecException(EdgeCodecStatus.OutOfMemory, "The model's tensors do not fit into the address space.");
    }

    /// <summary>Bytes that a session takes of the garbage-collected heap, at most.</summary>
    public static long HeapBytes(EdgeModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        // Objects, array headers.
        const int Small = 16384;
        return model.Latent.BitCount + EncoderOutput.HeapBytes(model) + ContextEvaluator.HeapBytes(model.Latent, model.Context) + Small;
    }

    /// <summary>No stream of one source is longer, whatever its samples.</summary>
    public int MaxBytes(in EncoderChoices choices) => _output.MaxBytes(choices);

    /// <summary>Encodes a whole source.</summary>
    /// <returns>Bytes of the stream; if they are more than the destination has, it is untouched.</returns>
    /// <exception cref="EdgeCodecException">
    /// Busy, OutOfOrder, Cancelled, RunnerFailed, an image status or a window status, or InvalidArgument.
    /// </exception>
    public int Encode(in PixelRows image, in EncoderChoices choices, Span<byte> destination)
    {
        Enter();
        try
        {
            RequireNoStream();
            try
            {
                var source = new EncoderSource(image.Type, image.Channels, image.Width, image.Height, image.Depth);
                Prepare(source, choices);
                BeginUnit();
                Require(_picture.Push(image, 0, 0, _runner));
                Code();
                ReadOnlySpan<byte> stream = _output.Ready;
                if (stream.Length <= destination.Length)
                {
                    stream.CopyTo(destination);
                }
                return stream.Length;
            }
            finally
            {
                _output.Clear();
            }
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>Gives up what is under way and the stream that was begun. Thread-safe.</summary>
    public void Cancel() => _gate.Cancel(_picture);

    /// <summary>Refuses further calls; the memory goes back now, or when the call under way ends. Thread-safe.</summary>
    public void Close()
    {
        if (_gate.Close())
        {
            Free();
        }
    }

    private void Enter()
    {
        if (_gate.Enter())
        {
            GiveUp();
        }
    }

    private void Exit()
    {
        if (_gate.Exit())
        {
            Free();
        }
    }

    private void Free()
    {
        _picture.Release();
        _network.Release();
    }

    /// <summary>Refuses what the model does not take before any work is done, and begins the stream.</summary>
    private void Prepare(EncoderSource source, in EncoderChoices choices)
    {
        GridSpec grid = _model.Grid;
        // The model sees slabs as sources; the shallowest one decides (FORMAT §3).
        SourceRules.Require(grid, source with { Depth = Math.Max(1, source.Depth / (choices.Slabs ?? 1)) });
        if (source.Width > _maxWidth)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.ImageTooLarge, $"The image has {source.Width} columns, but the encoder was made for {_maxWidth} (options.max_width).");
        }
        _window = SourceRules.ResolveWindow(grid, source.Type, choices.Window);
        _output.Begin(source, choices);
        _source = source;
        _slab = 0;
    }

    /// <summary>Begins the next source for the network: the whole one, or a slab.</summary>
    private void BeginUnit()
    {
        (_firstSlice, int depth) = _output.Header.SlabAt(_slab);
        _endSlice = _firstSlice + depth;
        _gate.Begin(_picture, _source with { Depth = depth }, _window);
    }

    /// <summary>Codes a unit when all of its rows are in.</summary>
    private void Code()
    {
        Require(_picture.Run(_bits, _runner));
        _output.WriteUnit(_bits);
        if (_gate.IsCancelled)
        {
            Require(RunOutcome.Cancelled);
        }
    }

    private static void Require(RunOutcome outcome)
    {
        switch (outcome)
        {
            case RunOutcome.Done:
                return;
            case RunOutcome.Cancelled:
                throw new EdgeCodecException(EdgeCodecStatus.Cancelled, "The work was cancelled by ec_encode_cancel().");
            case RunOutcome.RunnerFailed:
                throw new EdgeCodecException(
                    EdgeCodecStatus.RunnerFailed, "options.runner returned an error, or did not call every task once with thread numbers of its own.");
            default:
                throw new InvalidOperationException($"The kernels gave {outcome} for a source that they were prepared for.");
        }
    }
}
