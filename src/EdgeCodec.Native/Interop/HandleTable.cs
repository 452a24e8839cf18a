namespace EdgeCodec.Native.Interop;

/// <summary>
/// Numbers in place of pointers: bits 63..56 kind, 55..24 generation, 23..0 slot. A slot's generation
/// grows when it is freed, so that a handle of something closed never means what took its place. Thread-safe.
/// </summary>
/// <param name="kind">Tells the tables apart, so that an encoder passed for a model is found out.</param>
/// <param name="noun">What messages call an entry.</param>
internal sealed class HandleTable<T>(byte kind, string noun)
    where T : class
{
    private const int SlotBits = 24;
    private const int MaxSlots = 1 << SlotBits;

    private readonly Lock _gate = new();
    private readonly Stack<int> _free = new();
    private Slot[] _slots = new Slot[16];
    private int _used;

    private struct Slot
    {
        public T? Value;

        /// <summary>Of the entry that is here, or comes next; from 1, so that no handle is zero but for its kind.</summary>
        public uint Generation;
    }

    public ulong Add(T value)
    {
        lock (_gate)
        {
            int slot = _free.Count > 0 ? _free.Pop() : NewSlot();
            _slots[slot].Value = value;
            return ((ulong)kind << 56) | ((ulong)_slots[slot].Generation << SlotBits) | (uint)slot;
        }
    }

    /// <exception cref="EdgeCodecException">InvalidHandle.</exception>
    public T Get(ulong id)
    {
        lock (_gate)
        {
            return _slots[Find(id)].Value!;
        }
    }

    /// <summary>An entry, or null if there is none of this number.</summary>
    public T? Peek(ulong id)
    {
        lock (_gate)
        {
            return TryFind(id, out int slot) ? _slots[slot].Value : null;
        }
    }

    /// <summary>Takes an entry out and gives it back, once.</summary>
    /// <exception cref="EdgeCodecException">InvalidHandle.</exception>
    public T Remove(ulong id)
    {
        lock (_gate)
        {
            int slot = Find(id);
            T value = _slots[slot].Value!;
            _slots[slot].Value = null;
            // A slot whose generations are used up is left out for good rather than begun again.
            if (++_slots[slot].Generation != 0)
            {
                _free.Push(slot);
            }
            return value;
        }
    }

    private int NewSlot()
    {
        if (_used == MaxSlots)
        {
            throw new EdgeCodecException(EdgeCodecStatus.OutOfMemory, $"{MaxSlots} {noun}s are open, which is the limit.");
        }
        if (_used == _slots.Length)
        {
            Array.Resize(ref _slots, _slots.Length * 2);
        }
        _slots[_used].Generation = 1;
        return _used++;
    }

    private int Find(ulong id)
    {
        if (TryFind(id, out int slot))
        {
            return slot;
        }
        string what = id == 0 ? "zero" : (byte)(id >> 56) != kind ? "a handle of another kind, or garbage" : "closed, or garbage";
        throw new EdgeCodecException(EdgeCodecStatus.InvalidHandle, $"{noun} is 0x{id:x16}: {what}. Expected an open {noun}.");
    }

    private bool TryFind(ulong id, out int slot)
    {
        slot = (int)(id & (MaxSlots - 1));
        return (byte)(id >> 56) == kind && slot < _used && _slots[slot].Value is not null
            && _slots[slot].Generation == (uint)(id >> SlotBits);
    }
}
