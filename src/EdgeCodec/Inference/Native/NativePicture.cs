namespace EdgeCodec;

/// <summary>What a picture's memory is made for.</summary>
/// <param name="Threads">Thread numbers of the runner, 1 to <see cref="MaxThreads"/>.</param>
/// <param name="MaxWidth">Columns of the widest source.</param>
internal readonly record struct PictureLimits(int Threads, int MaxWidth)
{
    /// <summary>EC_MAX_THREADS.</summary>
    public const int MaxThreads = 32;

    public static PictureLimits Default => new(1, PixelView.MaxAxis);
}

/// <summary>
/// From source rows to latent bits by the C kernels (<c>ec_picture</c>), one source at a time. All memory is one
/// block that is taken at construction: none is allocated per source, whatever its size. Not thread-safe but for
/// <see cref="Cancel"/>.
/// </summary>
internal sealed unsafe class NativePicture
{
    private readonly GridSpec _grid;
    private readonly NativeNetwork _network;
    private readonly KernelMemory _memory;
    private readonly nint _picture;

    /// <exception cref="EdgeCodecException">OutOfMemory.</exception>
    public NativePicture(GridSpec grid, NativeNetwork network, PictureLimits limits, NativeAllocator allocator)
    {
        _grid = grid;
        _network = network;
        NativePicturePlan plan = Plan(grid, network, limits);
        _memory = new KernelMemory((long)NativeMethods.ec_picture_size(&plan), allocator);
        _picture = NativeMethods.ec_picture_init(&plan, _memory.Pointer);
        if (_picture == 0)
        {
            _memory.Release();
            throw new InvalidOperationException("The kernels refuse a picture that they had announced the size of.");
        }
    }

    /// <summary>Bytes of the block.</summary>
    public long MemoryBytes => _memory.Length;

    /// <summary>What an instance would ask of the allocator, in one block; 0 if the kernels cannot serve the model.</summary>
    public static long BytesFor(GridSpec grid, NativeNetwork network, PictureLimits limits)
    {
        NativePicturePlan plan = Plan(grid, network, limits);
        nuint bytes = NativeMethods.ec_picture_size(&plan);
        return (long)bytes <= 0 ? 0 : KernelMemory.BlockBytes((long)bytes);
    }

    /// <summary>Begins a source that the model takes; forgets the one before, and that it was cancelled.</summary>
    public void Begin(SampleType type, int width, int height, int depth, IntensityWindow window)
    {
        GridPlacement place = GridPlacement.Of(_grid, width, height);
        var source = new NativePictureSource
        {
            SampleType = (uint)type,
            SourceX = (uint)place.SourceX,
            SourceY = (uint)place.SourceY,
            GridX = (uint)place.GridX,
            GridY = (uint)place.GridY,
            WindowLow = window.Low,
            WindowWidth = (uint)window.Width,
        };
        NativeAxes.Store(source.Source, depth, place.SourceHeight, place.SourceWidth);
        NativeAxes.Store(source.Grid, _grid.Depth, place.GridHeight, place.GridWidth);
        for (int c = 0; c < _grid.Channels; c++)
        {
            source.Pad[c] = _grid.PadOf(c);
        }
        NativeMethods.ec_picture_begin(_picture, &source);
        GC.KeepAlive(this);
    }

    /// <summary>Resamples rows: in order, each once, several slices only as whole ones, with the strides of the first ones.</summary>
    public RunOutcome Push(in PixelRows rows, int slice, int row, NativeRunner runner)
    {
        var pushed = new NativePictureRows
        {
            First = rows.First,
            ChannelStride = rows.ChannelStride,
            ColumnStride = rows.ColumnStride,
            RowStride = rows.RowStride,
            SliceStride = rows.SliceStride,
            Slice = (uint)slice,
            Row = (uint)row,
            Slices = (uint)rows.Depth,
            Rows = (uint)rows.Height,
        };
        int outcome = NativeMethods.ec_picture_push(_picture, &pushed, runner.Run, runner.Opaque);
        GC.KeepAlive(this);
        return (RunOutcome)outcome;
    }

    /// <summary>Runs the network when all rows are in.</summary>
    /// <param name="bits">Receives 0 or 1 each, ordered <c>[C, D, H, W]</c>.</param>
    /// <param name="runner">The threads.</param>
    public RunOutcome Run(Span<byte> bits, NativeRunner runner)
    {
        fixed (byte* output = bits)
        {
            int outcome = NativeMethods.ec_picture_run(_picture, output, runner.Run, runner.Opaque);
            GC.KeepAlive(this);
            return (RunOutcome)outcome;
        }
    }

    /// <summary>What is under way gives Cancelled soon, as does all until the next <see cref="Begin"/>. From any thread.</summary>
    public void Cancel()
    {
        NativeMethods.ec_picture_cancel(_picture);
        GC.KeepAlive(this);
    }

    /// <summary>Gives the memory back; nothing else may be called from then on.</summary>
    public void Release() => _memory.Release();

    private static NativePicturePlan Plan(GridSpec grid, NativeNetwork network, PictureLimits limits)
    {
        var plan = new NativePicturePlan
        {
            Kernel = network.Kernel.Handle,
            Net = network.Handle,
            Channels = (uint)grid.Channels,
            SampleTypes = (uint)grid.SampleTypes,
            MaxWidth = (uint)limits.MaxWidth,
            Threads = (uint)limits.Threads,
        };
        NativeAxes.Store(plan.Grid, grid.Depth, grid.Height, grid.Width);
        return plan;
    }
}
