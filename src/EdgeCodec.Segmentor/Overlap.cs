namespace EdgeCodec;

/// <summary>How well a predicted region covers the true one.</summary>
/// <param name="Dice">2 |P and T| / (|P| + |T|); 1 if both are empty.</param>
/// <param name="Iou">|P and T| / |P or T|; 1 if both are empty.</param>
public readonly record struct Overlap(double Dice, double Iou)
{
    /// <summary>|P and T|: voxels in both regions.</summary>
    public long Shared { get; private init; }

    /// <summary>|P|: voxels in the predicted region.</summary>
    public long Predicted { get; private init; }

    /// <summary>|T|: voxels in the true region.</summary>
    public long Truth { get; private init; }

    /// <summary>Compares where two label maps hold a label.</summary>
    /// <param name="predicted">Label values.</param>
    /// <param name="truth">Label values of the same voxels.</param>
    /// <param name="label">The label whose regions are compared.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Overlap Of(ReadOnlySpan<byte> predicted, ReadOnlySpan<byte> truth, byte label)
    {
        if (predicted.Length != truth.Length)
        {
            throw new ArgumentException($"{predicted.Length} predicted labels, but {truth.Length} true ones.", nameof(predicted));
        }
        long shared = 0;
        long p = 0;
        long t = 0;
        for (int i = 0; i < predicted.Length; i++)
        {
            int inPredicted = predicted[i] == label ? 1 : 0;
            int inTruth = truth[i] == label ? 1 : 0;
            p += inPredicted;
            t += inTruth;
            shared += inPredicted & inTruth;
        }
        return Of(shared, p, t);
    }

    /// <summary>From counts of voxels.</summary>
    /// <param name="shared">|P and T|.</param>
    /// <param name="predicted">|P|.</param>
    /// <param name="truth">|T|.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or more are shared than a region has.</exception>
    public static Overlap Of(long shared, long predicted, long truth)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(shared);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shared, Math.Min(predicted, truth));
        long sum = predicted + truth;
        return new Overlap(sum == 0 ? 1 : 2.0 * shared / sum, sum == 0 ? 1 : (double)shared / (sum - shared))
        {
            Shared = shared,
            Predicted = predicted,
            Truth = truth,
        };
    }

    /// <summary>The overlap of all voxels of several images taken together; of none, that of empty regions.</summary>
    public static Overlap Pool(IEnumerable<Overlap> overlaps)
    {
        ArgumentNullException.ThrowIfNull(overlaps);
        long shared = 0;
        long predicted = 0;
        long truth = 0;
        foreach (Overlap overlap in overlaps)
        {
            shared += overlap.Shared;
            predicted += overlap.Predicted;
            truth += overlap.Truth;
        }
        return Of(shared, predicted, truth);
    }
}
