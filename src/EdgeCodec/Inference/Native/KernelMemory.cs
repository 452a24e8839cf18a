namespace EdgeCodec;

/// <summary>
/// A block for the kernels: aligned, not cleared, never moved. It goes back when released; one from malloc also
/// when nobody refers to it any more, so keep it reachable during a call.
/// </summary>
internal sealed unsafe class KernelMemory
{
    /// <summary>EC_ALIGN.</summary>
    private const int Alignment = 64;

    private readonly NativeAllocator _allocator;
    private void* _block;

    /// <param name="length">Bytes.</param>
    /// <param name="allocator">Where they come from.</param>
    /// <exception cref="EdgeCodecException">OutOfMemory.</exception>
    public KernelMemory(long length, NativeAllocator allocator)
    {
        _allocator = allocator;
        Length = BlockBytes(length);
        _block = allocator.Allocate(checked((nuint)Length));
        if (_block == null)
        {
            GC.SuppressFinalize(this);
            throw new EdgeCodecException(EdgeCodecStatus.OutOfMemory, $"The allocator has no {Length} bytes.");
        }
        Pointer = (byte*)(((nuint)_block + Alignment - 1) & ~(nuint)(Alignment - 1));
        if (allocator.IsExplicit)
        {
            // A host's functions may be gone by the time of a finalizer, and expect no foreign thread.
            GC.SuppressFinalize(this);
        }
        else
        {
            GC.AddMemoryPressure(Length);
        }
    }

    ~KernelMemory() => Release();

    /// <summary>Bytes of the block, those for alignment included.</summary>
    public long Length { get; }

    /// <summary>The first byte.</summary>
    public byte* Pointer { get; }

    /// <summary>What is asked of the allocator for that many bytes.</summary>
    public static long BlockBytes(long length) => length + Alignment;

    /// <summary>Gives the block back, once; not thread-safe.</summary>
    public void Release()
    {
        if (_block == null)
        {
            return;
        }
        _allocator.Release(_block);
        _block = null;
        if (!_allocator.IsExplicit)
        {
            GC.RemoveMemoryPressure(Length);
        }
    }
}
