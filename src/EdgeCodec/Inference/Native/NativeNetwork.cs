using System.Buffers;
using System.Runtime.CompilerServices;

namespace EdgeCodec;

/// <summary>
/// A model's network packed for the kernels. Immutable and safe to share between threads: encoders of one model
/// share one.
/// </summary>
internal sealed unsafe class NativeNetwork
{
    private static readonly ConditionalWeakTable<EdgeModel, NativeNetwork> Shared = [];

    private readonly PinnedMemory _packed;
    private readonly nint _net;

    private NativeNetwork(NativeKernel kernel, PinnedMemory packed, nint net)
    {
        Kernel = kernel;
        _packed = packed;
        _net = net;
        ArenaBytes = (long)NativeMethods.ec_net_arena_size(net);
        ScratchBytes = (long)NativeMethods.ec_net_scratch_size(net);
    }

    /// <summary>The kernels that it was packed for.</summary>
    public NativeKernel Kernel { get; }

    /// <summary>The <c>ec_net</c>; valid as long as this object is reachable.</summary>
    public nint Handle => _net;

    /// <summary>Bytes of an arena, one an encoder.</summary>
    public long ArenaBytes { get; }

    /// <summary>Bytes of scratch, one a thread.</summary>
    public long ScratchBytes { get; }

    /// <summary>Bytes of the packed network itself.</summary>
    public long PackedBytes => _packed.Length;

    /// <summary>The network of a model for the best kernels; null where only the reference can run it.</summary>
    public static NativeNetwork? For(EdgeModel model)
    {
        if (NativeKernels.Best is not NativeKernel kernel)
        {
            return null;
        }
        if (Shared.TryGetValue(model, out NativeNetwork? network))
        {
            return network;
        }
        network = TryPack(model, kernel);
        if (network is not null)
        {
            Shared.AddOrUpdate(model, network);
        }
        return network;
    }

    /// <summary>Packs a model for given kernels; null if its tensors are too large for them.</summary>
    public static NativeNetwork? TryPack(EdgeModel model, NativeKernel kernel)
    {
        var pins = new List<MemoryHandle>(4 * model.Layers.Count);
        try
        {
            NativeConvSpec[] layers = Describe(model, pins);
            fixed (NativeConvSpec* first = layers)
            {
                long bytes = (long)NativeMethods.ec_net_packed_size(kernel.Handle, first, (uint)layers.Length);
                if (bytes is <= 0 || bytes > PinnedMemory.MaxLength)
                {
                    return null;
                }
                var packed = new PinnedMemory(bytes);
                nint net = NativeMethods.ec_net_pack(kernel.Handle, first, (uint)layers.Length, packed.Pointer);
                var network = new NativeNetwork(kernel, packed, net);
                return network.ArenaBytes <= PinnedMemory.MaxLength ? network : null;
            }
        }
        finally
        {
            foreach (MemoryHandle pin in pins)
            {
                pin.Dispose();
            }
        }
    }

    private static NativeConvSpec[] Describe(EdgeModel model, List<MemoryHandle> pins)
    {
        var specs = new NativeConvSpec[model.Layers.Count];
        Size3 size = model.Grid.Size;
        for (int i = 0; i < specs.Length; i++)
        {
            ConvLayer layer = model.Layers[i];
            ref NativeConvSpec spec = ref specs[i];
            fixed (NativeConvSpec* p = &spec)
            {
                Store(p->InSize, size);
                Store(p->Kernel, layer.Kernel);
                Store(p->Stride, layer.Stride);
                Store(p->Dilation, layer.Dilation);
                Store(p->PadBefore, layer.PadBefore);
                Store(p->PadAfter, layer.PadAfter);
            }
            spec.InChannels = (uint)layer.InChannels;
            spec.OutChannels = (uint)layer.OutChannels;
            spec.Output = (uint)layer.Output;
            spec.InZero = layer.InZero;
            spec.OutZero = layer.OutZero;
            spec.Weights = (sbyte*)Pin(layer.Weights.AsMemory(), pins);
            spec.Bias = (int*)Pin(layer.Bias.AsMemory(), pins);
            spec.Multiplier = (uint*)Pin(layer.Multiplier.AsMemory(), pins);
            spec.Shift = (byte*)Pin(layer.Shift.AsMemory(), pins);
            size = layer.OutputSize(size);
        }
        return specs;
    }

    private static void Store(uint* axes, Size3 size)
    {
        axes[0] = (uint)size.D;
        axes[1] = (uint)size.H;
        axes[2] = (uint)size.W;
    }

    private static void* Pin<T>(ReadOnlyMemory<T> memory, List<MemoryHandle> pins)
    {
        MemoryHandle pin = memory.Pin();
        pins.Add(pin);
        return pin.Pointer;
    }
}
