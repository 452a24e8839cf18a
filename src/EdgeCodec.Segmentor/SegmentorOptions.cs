namespace EdgeCodec;

/// <summary>Bounds on the memory that a <see cref="Segmentor"/> uses. Immutable.</summary>
public sealed record SegmentorOptions
{
    /// <summary>Most pictures that go through a network at once, 1 to 1024: more use more memory. 8 unless set.</summary>
    public int BatchSize { get; init => field = Batches.CheckSize(value); } = Batches.DefaultSize;

    /// <summary>
    /// Most voxels of a label map, at least 1. A stream of 100 bytes may state a source of 2^36 voxels; this bounds what
    /// one map can make a server allocate. 2^28 (16384 x 16384) unless set; never more than an array holds.
    /// </summary>
    public long MaxVoxels
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = Math.Min(value, Array.MaxLength);
        }
    } = 1L << 28;

    /// <summary>
    /// Most voxels of all label maps of a stream together, at least 1: a kilobyte may hold hundreds of units. 2^30 unless
    /// set; longer sequences can be segmented unit by unit.
    /// </summary>
    public long MaxStreamVoxels
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 1L << 30;
}
