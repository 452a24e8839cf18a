using System.Numerics;
using System.Runtime.InteropServices;

namespace EdgeCodec.Fuzz;

/// <summary>
/// Which branches an execution took, and how often in powers of two: AFL's measure. The instrumented library counts
/// pairs of branches, by hash, in a map of 64 kB.
/// </summary>
internal sealed unsafe class Coverage
{
    private const int MapBytes = 1 << 16;

    private readonly byte* _map = (byte*)NativeMemory.AlignedAlloc(MapBytes, 64);
    private readonly byte[] _seen = new byte[MapBytes];

    public Coverage()
    {
        Clear();
        SharpFuzz.Common.Trace.SharedMem = _map;
    }

    /// <summary>Pairs of branches taken by any execution so far.</summary>
    public int Edges { get; private set; }

    /// <summary>Forgets all executions, for another target.</summary>
    public void Reset()
    {
        Array.Clear(_seen);
        Edges = 0;
    }

    /// <summary>Before an execution.</summary>
    public void Clear()
    {
        new Span<byte>(_map, MapBytes).Clear();
        SharpFuzz.Common.Trace.PrevLocation = 0;
    }

    /// <summary>After an execution: whether it took a branch, or took one as often, as none before it.</summary>
    public bool IsNew()
    {
        bool isNew = false;
        for (int i = 0; i < MapBytes; i += Vector<byte>.Count)
        {
            if (Vector.EqualsAll(*(Vector<byte>*)(_map + i), Vector<byte>.Zero))
            {
                continue;
            }
            for (int j = i; j < i + Vector<byte>.Count; j++)
            {
                isNew |= _map[j] != 0 && Mark(j, _map[j]);
            }
        }
        return isNew;
    }

    private bool Mark(int at, byte count)
    {
        byte bucket = (byte)(1 << BitOperations.Log2(count));
        if ((_seen[at] & bucket) != 0)
        {
            return false;
        }
        Edges += _seen[at] == 0 ? 1 : 0;
        _seen[at] |= bucket;
        return true;
    }
}
