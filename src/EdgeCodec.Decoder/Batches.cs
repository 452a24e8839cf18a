namespace EdgeCodec;

/// <summary>Splits work into batches of bounded size.</summary>
internal static class Batches
{
    public const int DefaultSize = 8;
    private const int MaxSize = 1024;

    // 256 MiB of floats in one tensor, unless a single item is larger.
    private const int MaxElements = 1 << 26;

    public static int CheckSize(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, MaxSize);
        return size;
    }

    /// <summary>Start and length of each batch.</summary>
    /// <param name="total">Items.</param>
    /// <param name="size">Most items of a batch.</param>
    /// <param name="itemElements">Elements of an item's largest tensor: large ones make batches smaller.</param>
    public static IEnumerable<(int Start, int Count)> Of(int total, int size, int itemElements)
    {
        size = Math.Clamp(MaxElements / itemElements, 1, size);
        for (int start = 0; start < total; start += size)
        {
            yield return (start, Math.Min(size, total - start));
        }
    }
}
