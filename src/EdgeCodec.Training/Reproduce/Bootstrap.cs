using System.Globalization;

namespace EdgeCodec.Training.Reproduce;

/// <summary>Mean difference of paired figures and its 95 % interval by resampling pictures (percentile bootstrap, Efron 1979).</summary>
/// <param name="Mean">Mean of first minus second.</param>
/// <param name="Low">2.5 % quantile of resampled means.</param>
/// <param name="High">97.5 % quantile.</param>
internal sealed record Bootstrap(double Mean, double Low, double High)
{
    private const int Resamples = 10_000;

    /// <summary>Signed, to four places: mean (low to high).</summary>
    public override string ToString() => $"{Signed(Mean)} ({Signed(Low)} to {Signed(High)})";

    // With two sections only, a negative number that rounds to 0 would get both signs.
    private static string Signed(double value) => value.ToString("+0.0000;-0.0000;0.0000", CultureInfo.InvariantCulture);

    /// <summary>The same pairs give the same interval each time.</summary>
    public static Bootstrap Paired(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        if (first.Count != second.Count || first.Count == 0) { throw new ArgumentException($"{first.Count} and {second.Count} figures do not pair", nameof(second)); }
        double[] differences = [.. first.Zip(second, (a, b) => a - b)], means = new double[Resamples];
        var random = new Random(1);
        for (int i = 0; i < Resamples; i++)
        {
            double sum = 0;
            for (int j = 0; j < differences.Length; j++) { sum += differences[random.Next(differences.Length)]; }
            means[i] = sum / differences.Length;
        }
        Array.Sort(means);
        return new Bootstrap(differences.Average(), means[(int)(0.025 * Resamples)], means[(int)(0.975 * Resamples) - 1]);
    }
}
