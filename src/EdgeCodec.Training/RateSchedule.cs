namespace EdgeCodec.Training;

/// <summary>The share of its full rate at which something learns: linear over the first steps, then a cosine to 1 %.</summary>
internal static class RateSchedule
{
    private const int WarmUpSteps = 100;

    /// <param name="epoch">Epochs done since it began to learn, in fractions; before it begins (below 0) the share is 0.</param>
    /// <param name="epochs">Epochs that it learns for.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch.</param>
    public static double Factor(double epoch, int epochs, int stepsPerEpoch)
        => epoch < 0 ? 0 : Math.Min(1, (epoch * stepsPerEpoch + 1) / WarmUpSteps) * (0.01 + 0.99 * 0.5 * (1 + Math.Cos(Math.PI * epoch / epochs)));
}
