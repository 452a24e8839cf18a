namespace EdgeCodec;

/// <summary>
/// The hidden layer of one channel's context network (ECM §5) as s32, its units padded with zeros to a multiple
/// of <see cref="Lanes"/>: padding adds <c>0 * clamp(0)</c>. Immutable.
/// </summary>
internal sealed class ContextWeights
{
    /// <summary>Hidden units that are evaluated together.</summary>
    public const int Lanes = 8;

    public ContextWeights(ChannelContext channel, int hidden)
    {
        int taps = channel.Taps.Length;
        Stride = (hidden + Lanes - 1) / Lanes * Lanes;
        Hidden = new int[taps * Stride];
        Bias = new int[Stride];
        Output = new int[Stride];
        for (int j = 0; j < hidden; j++)
        {
            Bias[j] = channel.HiddenBias[j];
            Output[j] = channel.OutputWeight[j];
            for (int t = 0; t < taps; t++)
            {
                Hidden[(t * Stride) + j] = channel.HiddenWeight[(t * hidden) + j];
            }
        }
    }

    /// <summary>Hidden units, padding counted.</summary>
    public int Stride { get; }

    /// <summary><c>[taps][Stride]</c>.</summary>
    public int[] Hidden { get; }

    /// <summary><c>[Stride]</c>.</summary>
    public int[] Bias { get; }

    /// <summary><c>[Stride]</c>.</summary>
    public int[] Output { get; }
}
