namespace EdgeCodec.Fuzz;

/// <summary>Something that reads bytes, and what it promises of all bytes. Not thread-safe.</summary>
internal abstract class FuzzTarget
{
    public abstract string Name { get; }

    public abstract string About { get; }

    /// <summary>The most bytes of an input.</summary>
    public virtual int MaxBytes => 2048;

    /// <summary>The most bytes that a run may allocate, the target's own lists and errors among them.</summary>
    /// <param name="inputBytes">Of the input.</param>
    public abstract long AllocationBound(int inputBytes);

    /// <summary>Reads what the target needs of the vectors and gives its seeds.</summary>
    public abstract IEnumerable<byte[]> Load(string vectors);

    /// <summary>Changes that know the structure: blocks, sections, and above all right checks. Called after the bytes were mutated.</summary>
    public abstract void Repair(List<byte> input, SplitMixSource random);

    /// <summary>Runs the code. Any exception is a finding.</summary>
    public abstract void Run(ReadOnlySpan<byte> input);

    /// <summary>A promise was broken.</summary>
    protected static void Require(bool holds, string promise)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"broken promise: {promise}");
        }
    }

    /// <summary>The status of an error is one that a reader may give, its offset within the input.</summary>
    protected static void RequireOwnError(EdgeCodecException e, int low, int high, int inputBytes) => Require(
        (int)e.Status >= low && (int)e.Status <= high && e.Offset is >= 0 && e.Offset <= inputBytes, $"error {e.Status} at {e.Offset} of {inputBytes}");
}
