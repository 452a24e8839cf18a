namespace EdgeCodec.Cli.Evaluation;

/// <summary>The figures of a set: means over pictures, and all pixels pooled, which differ by points.</summary>
internal sealed record Summary(
    int Images, double Dice, double Iou, double DicePooled, double IouPooled, double ShareBelowHalf,
    double BytesMean, int BytesMax, double? EncodeMedian, double SegmentMedian)
{
    public static Summary Of(IReadOnlyList<PictureResult> results)
    {
        Overlap pooled = Overlap.Pool(results.Select(r => r.Overlap));
        return new Summary(
            results.Count,
            results.Average(r => r.Overlap.Dice),
            results.Average(r => r.Overlap.Iou),
            pooled.Dice,
            pooled.Iou,
            results.Average(r => r.Overlap.Dice < 0.5 ? 1.0 : 0.0),
            results.Average(r => r.Bytes),
            results.Max(r => r.Bytes),
            results[0].EncodeMilliseconds is null ? null : Median(results.Select(r => r.EncodeMilliseconds!.Value)),
            Median(results.Select(r => r.SegmentMilliseconds)));
    }

    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
