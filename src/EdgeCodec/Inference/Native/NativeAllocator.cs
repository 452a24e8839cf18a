using System.Runtime.InteropServices;

namespace EdgeCodec;

/// <summary>Where the kernels' memory comes from: functions of a host (<c>ec_allocator</c>), or malloc and free.</summary>
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
    }

    /// <summary>Whether it is a host's, which is then the only one to say when memory goes back.</summary>
    public bool IsHosts => _allocate != null;

    /// <summary>As malloc aligns; null if there is no memory.</summary>
    public void* Allocate(nuint bytes)
    {
        if (IsHosts)
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
        if (IsHosts)
        {
            _release(_opaque, memory);
        }
        else
        {
            NativeMemory.Free(memory);
        }
    }
}
