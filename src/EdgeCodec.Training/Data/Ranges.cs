namespace EdgeCodec.Training.Data;

/// <summary>What the drawn and the distorted have in common: numbers between two bounds.</summary>
internal static class Ranges
{
    public static double Uniform(Random random, double low, double high) => low + (high - low) * random.NextDouble();
}
