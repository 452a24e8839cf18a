using System.Runtime.InteropServices;

namespace EdgeCodec;

/// <summary>
/// Where the kernels' memory comes from, and when it goes back: functions of a host (<c>ec_allocator</c>), or malloc and
/// free. The default is malloc for memory that goes back when nobody refers to it any more.
/// </summary>
internal readonly unsafe struct NativeAllocator
{
    private readonly void* _opaque;
    private readonly delegate* unmanaged<void*, nuint, void*> _allocate;
    private readonly delegate* unmanaged<void*, void*, void> _release;

    public NativeAllocator(void* opaque, delegate* unmanaged<void*, nuint, void*> allocate, delegate* unmanaged<void*, void*, void> release)
    {
        _opaque = opaque;
        _allocate = allocate;
        _release = release;
        IsExplicit = true;
    }

    /// <summary>malloc and free, for memory that a host says when to give back.</summary>
    public static NativeAllocator Malloc => new(null, null, null);

    /// <summary>Whether memory goes back when it is told to, and never by itself.</summary>
    public bool IsExplicit { get; }

    /// <summary>As malloc aligns; null if there is no memory.</summary>
    public void* Allocate(nuint bytes)
    {
        if (_allocate != null)
        {
            return _allocate(_opaque, bytes);
        }
        try
        {
            return NativeMemory.Alloc(bytes);
        }
        catch (OutOfMemoryException)
        {
            return null;
        }
    }

    public void Release(void* memory)
    {
        if (_release != null)
        {
            _release(_opaque, memory);
        }
        else
        {
            NativeMemory.Free(memory);
        }
    }
}
