namespace EdgeCodec;

/// <summary>
/// From image to latent bits by the C kernels. All memory is taken at construction: none is allocated per image,
/// whatever its size. Not thread-safe.
/// </summary>
internal sealed unsafe class NativeEngine : ILatentEngine
{
    private readonly GridSpec _grid;
    private readonly NativeNetwork _network;
    private readonly PinnedMemory _arena;
    private readonly PinnedMemory _scratch;
    private readonly PinnedMemory _resampler;

    private NativeEngine(EdgeModel model, NativeNetwork network, long resamplerBytes)
    {
        _grid = model.Grid;
        _network = network;
        _arena = new PinnedMemory(network.ArenaBytes);
        _scratch = new PinnedMemory(network.ScratchBytes);
        _resampler = new PinnedMemory(resamplerBytes);
        NativeMethods.ec_net_arena_init(network.Handle, _arena.Pointer);
    }

    public string Name => _network.Kernel.Name;

    public long MemoryBytes => _arena.Length + _scratch.Length + _resampler.Length;

    /// <summary>An engine for a packed model; null if the resampler's memory does not fit an array.</summary>
    public static NativeEngine? TryCreate(EdgeModel model, NativeNetwork network)
    {
        long bytes = ResamplerBytes(model.Grid);
        return bytes is > 0 && bytes <= PinnedMemory.MaxLength ? new NativeEngine(model, network, bytes) : null;
    }

    public void Run(in PixelView image, IntensityWindow window, Span<byte> bits)
    {
        GridPlacement place = GridPlacement.Of(_grid, image.Width, image.Height);
        nuint rowStride;
        byte* grid = NativeMethods.ec_net_input(_network.Handle, _arena.Pointer, &rowStride);
        if (place.GridWidth != _grid.Width || place.GridHeight != _grid.Height)
        {
            Pad(grid, rowStride);
        }
        Resample(image, place, window, grid + ((nuint)place.GridY * rowStride) + (place.GridX * _grid.Channels), rowStride);
        NativeMethods.ec_net_run(_network.Handle, _arena.Pointer, _scratch.Pointer);
        fixed (byte* output = bits)
        {
            NativeMethods.ec_net_output(_network.Handle, _arena.Pointer, output);
        }
        GC.KeepAlive(this);
    }

    private void Resample(in PixelView image, GridPlacement place, IntensityWindow window, byte* grid, nuint rowStride)
    {
        NativeAreaSpec spec = Describe(image, place, window);
        uint rows = (uint)place.GridHeight;
        nuint bytes = NativeMethods.ec_area_state_size(&spec, 0, rows);
        if (bytes == 0 || bytes > (nuint)_resampler.Length)
        {
            throw new InvalidOperationException($"The resampler asks for {bytes} bytes, beyond what it announced.");
        }
        nint area = NativeMethods.ec_area_begin(
            _network.Kernel.Handle, &spec, 0, rows, grid, rowStride, (nuint)_grid.Height * rowStride, _resampler.Pointer);
        uint first, end;
        NativeMethods.ec_area_source_rows(area, &first, &end);
        fixed (byte* data = image.Data)
        {
            byte* start = data + image.Origin + (place.SourceX * image.ColumnStride) + ((place.SourceY + first) * image.RowStride);
            for (int z = 0; z < image.Depth; z++)
            {
                uint taken = NativeMethods.ec_area_push(area, start + (z * image.SliceStride), image.RowStride, end - first);
                if (taken != end - first)
                {
                    throw new InvalidOperationException($"The resampler took {taken} rows of slice {z}, expected {end - first}.");
                }
            }
        }
    }

    private static NativeAreaSpec Describe(in PixelView image, GridPlacement place, IntensityWindow window, Size3 grid)
    {
        var spec = new NativeAreaSpec
        {
            SampleType = (uint)image.Type,
            Channels = (uint)image.Channels,
            WindowLow = window.Low,
            WindowWidth = (uint)window.Width,
            ChannelStride = image.ChannelStride,
            ColumnStride = image.ColumnStride,
        };
        Store(spec.Source, image.Depth, place.SourceHeight, place.SourceWidth);
        Store(spec.Grid, grid.D, place.GridHeight, place.GridWidth);
        return spec;
    }

    private NativeAreaSpec Describe(in PixelView image, GridPlacement place, IntensityWindow window) =>
        Describe(image, place, window, _grid.Size);

    /// <summary>Letterbox: the whole grid, since the part that the image fills is written afterwards.</summary>
    private void Pad(byte* grid, nuint rowStride)
    {
        int rowBytes = _grid.Width * _grid.Channels;
        for (long row = 0; row < (long)_grid.Depth * _grid.Height; row++)
        {
            byte* at = grid + ((nuint)row * rowStride);
            for (int i = 0; i < rowBytes; i++)
            {
                at[i] = _grid.PadOf(i % _grid.Channels);
            }
        }
    }

    /// <summary>What the largest source of any type that the model takes needs.</summary>
    private static long ResamplerBytes(GridSpec grid)
    {
        uint* size = stackalloc uint[3];
        Store(size, grid.Depth, grid.Height, grid.Width);
        long most = 0;
        foreach (SampleType type in Enum.GetValues<SampleType>())
        {
            if (grid.Accepts(type))
            {
                most = Math.Max(most, (long)NativeMethods.ec_area_largest_state_size((uint)type, (uint)grid.Channels, size));
            }
        }
        return most;
    }

    private static void Store(uint* axes, int depth, int height, int width)
    {
        axes[0] = (uint)depth;
        axes[1] = (uint)height;
        axes[2] = (uint)width;
    }
}
