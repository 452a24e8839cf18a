namespace EdgeCodec;

/// <summary>
/// Memory for the kernels: aligned, never moved, freed by the garbage collector with its owner. Pages that are
/// never touched are never resident.
/// </summary>
internal sealed unsafe class PinnedMemory
{
    /// <summary>EC_ALIGN.</summary>
    private const int Alignment = 64;

    private readonly byte[] _array;
    private readonly int _start;

    /// <param name="length">Bytes; at most <see cref="MaxLength"/>.</param>
    public PinnedMemory(long length)
    {
        _array = GC.AllocateUninitializedArray<byte>(checked((int)length + Alignment), pinned: true);
        fixed (byte* p = _array)
        {
            _start = (int)(-(nint)p & (Alignment - 1));
        }
    }

    /// <summary>The most that one array holds.</summary>
    public static long MaxLength => Array.MaxLength - Alignment;

    /// <summary>Bytes, those for alignment included.</summary>
    public long Length => _array.Length;

    /// <summary>The first byte. Valid as long as this object is reachable: keep it so during a call.</summary>
    public byte* Pointer
    {
        get
        {
            fixed (byte* p = _array)
            {
                return p + _start;
            }
        }
    }
}
