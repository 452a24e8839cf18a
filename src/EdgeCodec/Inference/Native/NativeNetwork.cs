using System.Buffers;
using System.Runtime.CompilerServices;

namespace EdgeCodec;

/// <summary>
/// A model's network packed for the kernels. Immutable and safe to share between threads: encoders of one model
/// share one. Its memory goes back when nobody refers to it, or with the last <see cref="Release"/>.
/// </summary>
internal sealed unsafe class NativeNetwork
{
    /// <summary>More than this, packed or for one image, is left to the reference.</summary>
    public const long MaxBytes = int.MaxValue;

    private static readonly ConditionalWeakTable<EdgeModel, NativeNetwork> Shared = [];

    private readonly KernelMemory _packed;
    private readonly nint _net;
    private int _holders = 1;

    private NativeNetwork(NativeKernel kernel, KernelMemory packed, nint net)
    {
        Kernel = kernel;
        _packed = packed;
        _net = net;
    }

    /// <summary>The kernels that it was packed for.</summary>
    public NativeKernel Kernel { get; }

    /// <summary>The <c>ec_net</c>; valid as long as this object is reachable.</summary>
    public nint Handle => _net;

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
    public static NativeNetwork? TryPack(EdgeModel model, NativeKernel kernel) => TryPack(model, kernel, default, MaxBytes);

    /// <summary>Packs a model into memory of an allocator; null if it takes more than <paramref name="maxBytes"/>.</summary>
    /// <exception cref="EdgeCodecException">OutOfMemory.</exception>
    public static NativeNetwork? TryPack(EdgeModel model, NativeKernel kernel, NativeAllocator allocator, long maxBytes)
    {
        var pins = new List<MemoryHandle>(4 * model.Layers.Count);
        try
        {
            NativeConvSpec[] layers = Describe(model, pins);
            fixed (NativeConvSpec* first = layers)
            {
                nuint bytes = NativeMethods.ec_net_packed_size(kernel.Handle, first, (uint)layers.Length);
                if (bytes == 0 || bytes > (nuint)maxBytes)
                {
                    return null;
                }
                var packed = new KernelMemory((long)bytes, allocator);
                return new NativeNetwork(kernel, packed, NativeMethods.ec_net_pack(kernel.Handle, first, (uint)layers.Length, packed.Pointer));
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

    /// <summary>Holds the memory for one more; false if the last holder has let go of it.</summary>
    public bool TryRetain()
    {
        int holders = Volatile.Read(ref _holders);
        while (holders > 0)
        {
            int seen = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (seen == holders)
            {
                return true;
            }
            holders = seen;
        }
        return false;
    }

    /// <summary>Lets go of the memory: once by who packed it, and once for each <see cref="TryRetain"/>.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            _packed.Release();
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
                NativeAxes.Store(p->InSize, size);
                NativeAxes.Store(p->Kernel, layer.Kernel);
                NativeAxes.Store(p->Stride, layer.Stride);
                NativeAxes.Store(p->Dilation, layer.Dilation);
                NativeAxes.Store(p->PadBefore, layer.PadBefore);
                NativeAxes.Store(p->PadAfter, layer.PadAfter);
            }
            spec.InChannels = (uint)layer.InChannels;
            spec.OutChannels = (uint)layer.OutChannels;
            spec.Output = (uint)layer.Output;
            spec.InZero = layer.InZero;
            spec.OutZero = layer.OutZero;
            spec.Depthwise = layer.Depthwise ? 1u : 0u;
            spec.Weights = (sbyte*)Pin(layer.Weights.AsMemory(), pins);
            spec.Bias = (int*)Pin(layer.Bias.AsMemory(), pins);
            spec.Multiplier = (uint*)Pin(layer.Multiplier.AsMemory(), pins);
            spec.Shift = (byte*)Pin(layer.Shift.AsMemory(), pins);
            size = layer.OutputSize(size);
        }
        return specs;
    }

    private static void* Pin<T>(ReadOnlyMemory<T> memory, List<MemoryHandle> pins)
    {
        MemoryHandle pin = memory.Pin();
        pins.Add(pin);
        return pin.Pointer;
    }
}
