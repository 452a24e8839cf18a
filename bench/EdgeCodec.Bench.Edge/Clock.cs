using System.Diagnostics;

namespace EdgeCodec.Bench.Edge;

/// <summary>Times of short work on a machine that does other things too.</summary>
internal static class Clock
{
    /// <summary>The least of several runs in a row: an interruption lengthens one of them, never shortens it.</summary>
    public static double Least(int runs, Func<double> seconds)
    {
        double least = double.MaxValue;
        for (int i = 0; i < runs; i++) { least = Math.Min(least, seconds()); }
        return least;
    }

    public static double Of(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public static double Median(IEnumerable<double> values) => Quantile(values, 0.5);

    /// <summary>The value below which this share of the values lies.</summary>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
    }
}
