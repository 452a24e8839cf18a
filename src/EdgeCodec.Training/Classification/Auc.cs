namespace EdgeCodec.Training.Classification;

/// <summary>Area under the ROC curve.</summary>
internal static class Auc
{
    /// <summary>
    /// The share of pairs of a positive and a negative in which the positive scores higher, ties counting one half
    /// (Mann and Whitney's U over the number of pairs).
    /// </summary>
    /// <exception cref="ArgumentException">Only one class is there.</exception>
    public static double Of(IReadOnlyList<float> scores, IReadOnlyList<bool> positive)
    {
        int[] order = [.. Enumerable.Range(0, scores.Count).OrderBy(i => scores[i])];
        long positives = positive.Count(p => p), negatives = positive.Count - positives;
        if (positives == 0 || negatives == 0) { throw new ArgumentException("an ROC curve needs both classes", nameof(positive)); }
        double rankSum = 0;
        for (int start = 0; start < order.Length;)
        {
            int end = start;
            while (end < order.Length && scores[order[end]] == scores[order[start]]) { end++; }
            // Equal scores share the mean of their ranks, which count from 1.
            double rank = (start + 1 + end) / 2.0;
            for (int i = start; i < end; i++) { rankSum += positive[order[i]] ? rank : 0; }
            start = end;
        }
        return (rankSum - positives * (positives + 1) / 2.0) / (positives * negatives);
    }
}
