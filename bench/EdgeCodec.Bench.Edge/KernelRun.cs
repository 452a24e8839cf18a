using System.Diagnostics;
using System.Runtime.InteropServices;

namespace EdgeCodec.Bench.Edge;

/// <summary>The C kernels on one model, part by part, on one thread. Not thread-safe.</summary>
internal sealed unsafe partial class KernelRun
{
    private const string Library = "libec_kernels";

    private readonly GridSpec _grid;
    private readonly NativeNetwork _network;
    private readonly KernelMemory _arena;
    private readonly KernelMemory _scratch;
    private readonly byte[] _bits;
    private KernelMemory _resampler = new(1, default);

    public KernelRun(EdgeModel model, NativeKernel kernel)
    {
        _grid = model.Grid;
        _network = NativeNetwork.TryPack(model, kernel) ?? throw new InvalidOperationException($"{kernel.Name} refuses the model");
        _arena = new KernelMemory((long)ec_net_arena_size(_network.Handle), default);
        _scratch = new KernelMemory((long)ec_net_scratch_size(_network.Handle), default);
        _bits = new byte[model.Latent.BitCount];
        ec_net_arena_init(_network.Handle, _arena.Pointer);
    }

    public byte[] Bits => _bits;

    /// <summary>Fills the grid from a picture; the seconds of the resampling.</summary>
    public double Resample(Photograph picture)
    {
        nuint rowStride;
        byte* grid = ec_net_input(_network.Handle, _arena.Pointer, &rowStride);
        return ResampleTo(picture, grid, rowStride);
    }

    /// <summary>The same into packed memory, as another encoder would want it.</summary>
    public double Resample(Photograph picture, byte[] packed)
    {
        fixed (byte* to = packed) { return ResampleTo(picture, to, (nuint)(_grid.Width * _grid.Channels)); }
    }

    /// <summary>The grid as it lies in the arena, packed.</summary>
    public byte[] Grid()
    {
        nuint rowStride;
        byte* grid = ec_net_input(_network.Handle, _arena.Pointer, &rowStride);
        int row = _grid.Width * _grid.Channels;
        var packed = new byte[_grid.Height * row];
        for (int y = 0; y < _grid.Height; y++) { new Span<byte>(grid + ((nuint)y * rowStride), row).CopyTo(packed.AsSpan(y * row)); }
        return packed;
    }

    /// <summary>Seconds of one layer; the layers before must have run.</summary>
    public double Layer(int layer)
    {
        nuint rows = ec_net_layer_rows(_network.Handle, (uint)layer);
        return Clock.Of(() => ec_net_run_layer(_network.Handle, _arena.Pointer, _scratch.Pointer, (uint)layer, 0, rows));
    }

    /// <summary>Seconds from the grid to <see cref="Bits"/>.</summary>
    public double Network() => Clock.Of(() =>
    {
        ec_net_run(_network.Handle, _arena.Pointer, _scratch.Pointer);
        fixed (byte* bits = _bits) { ec_net_output(_network.Handle, _arena.Pointer, bits); }
    });

    private double ResampleTo(Photograph picture, byte* grid, nuint rowStride)
    {
        GridPlacement place = GridPlacement.Of(_grid, picture.Width, picture.Height);
        var spec = new AreaSpec { SampleType = 0, Channels = 3, WindowLow = 0, WindowWidth = 255, ChannelStride = 1, ColumnStride = 3 };
        (spec.Source[0], spec.Source[1], spec.Source[2]) = (1, (uint)place.SourceHeight, (uint)place.SourceWidth);
        (spec.Grid[0], spec.Grid[1], spec.Grid[2]) = (1, (uint)place.GridHeight, (uint)place.GridWidth);
        uint rows = (uint)place.GridHeight;
        long bytes = (long)ec_area_state_size(&spec, 0, rows);
        if (bytes > _resampler.Length) { _resampler = new KernelMemory(bytes, default); }
        byte* to = grid + ((nuint)place.GridY * rowStride) + (place.GridX * 3);
        fixed (byte* pixels = picture.Pixels)
        {
            long stride = picture.Width * 3L;
            byte* from = pixels + (place.SourceY * stride) + (place.SourceX * 3L);
            long start = Stopwatch.GetTimestamp();
            nint area = ec_area_begin(_network.Kernel.Handle, &spec, 0, rows, to, rowStride, 0, _resampler.Pointer);
            uint taken = ec_area_push(area, from, stride, spec.Source[1]);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            return taken == spec.Source[1] ? seconds : throw new InvalidOperationException($"The resampler took {taken} rows.");
        }
    }

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial nuint ec_net_layer_rows(nint net, uint layer);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial void ec_net_run_layer(nint net, void* arena, void* scratch, uint layer, nuint begin, nuint end);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial nuint ec_net_arena_size(nint net);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial nuint ec_net_scratch_size(nint net);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial void ec_net_arena_init(nint net, void* arena);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial byte* ec_net_input(nint net, void* arena, nuint* rowStride);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial void ec_net_run(nint net, void* arena, void* scratch);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial void ec_net_output(nint net, void* arena, byte* output);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial nuint ec_area_state_size(AreaSpec* spec, uint rowBegin, uint rowEnd);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial nint ec_area_begin(
        nint kernel, AreaSpec* spec, uint rowBegin, uint rowEnd, byte* grid, nuint rowStride, nuint sliceStride, void* memory);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial uint ec_area_push(nint area, void* rows, long rowStride, uint count);

    /// <summary><c>ec_area_spec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct AreaSpec
    {
        public uint SampleType;
        public uint Channels;
        public fixed uint Source[3];
        public fixed uint Grid[3];
        public int WindowLow;
        public uint WindowWidth;
        public long ChannelStride;
        public long ColumnStride;
    }
}
