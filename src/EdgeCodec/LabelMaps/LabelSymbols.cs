using System.Numerics;

namespace EdgeCodec;

/// <summary>
/// The symbols of a label map as binary decisions (LABELMAP §3.2). Each method takes the symbol and gives it back, or,
/// when reading, ignores what it takes. A negative result is a symbol that no encoder writes.
/// </summary>
internal ref struct LabelSymbols<TBins>(TBins bins, LabelProbabilities probabilities)
    where TBins : struct, ILabelBins, allows ref struct
{
    public const int Impossible = -1;

    private const uint Half = 1 << 15;

    private readonly LabelProbabilities _probabilities = probabilities;
    private TBins _bins = bins;

    /// <summary>The coder, after or between symbols.</summary>
    public readonly TBins Bins => _bins;

    public readonly bool HasRoom => _bins.HasRoom;

    /// <summary>How many labels of a quiet stretch stay as the label before it: all, or the place of the first that does not.</summary>
    /// <param name="stay">0 to <paramref name="length"/>.</param>
    /// <param name="length">Length of the stretch.</param>
    /// <param name="atEnd">Whether the stretch runs to the row's end.</param>
    /// <param name="background">Whether the label before it is 0.</param>
    public int Stay(int stay, int length, bool atEnd, bool background)
    {
        int kind = atEnd ? 1 : 0;
        if (Adaptive(LabelProbabilities.Stay + (2 * kind) + (background ? 0 : 1), stay == length ? 1 : 0) != 0)
        {
            return length;
        }
        // Where a contour draws back it is close to the stretch's end: the distance from there, by its exponent
        // and the bits below.
        int distance = length - stay;
        int exponent = 0;
        int wanted = BitOperations.Log2((uint)Math.Max(distance, 1));
        int first = LabelProbabilities.Distance + (kind * LabelProbabilities.DistanceExponents);
        while (2 << exponent <= length && Adaptive(first + exponent, exponent == wanted ? 1 : 0) == 0)
        {
            exponent++;
        }
        int value = 1;
        for (int i = exponent - 1; i >= 0; i--)
        {
            value = (value << 1) | _bins.Code((distance >> i) & 1, Half);
        }
        return value <= length ? length - value : Impossible;
    }

    /// <summary>Whether a label differs from that to its left.</summary>
    /// <param name="changes">0 or 1.</param>
    /// <param name="context">As <see cref="LabelRows{T}.Context"/>.</param>
    /// <param name="deep">Whether the context counts the slice before.</param>
    public int Changes(int changes, int context, bool deep)
    {
        int coarse = LabelProbabilities.CoarseChange + (context & 15) + (deep ? 16 + ((context >> 8 & 1) << 5) : 0);
        int fine = (deep ? LabelProbabilities.DeepChange : LabelProbabilities.FlatChange) + context;
        _probabilities.StartWith(fine, coarse);
        changes = Adaptive(fine, changes);
        _probabilities.Update(coarse, changes);
        return changes;
    }

    /// <summary>Which candidate a label is; their number if none.</summary>
    public int Candidate(int which, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (Adaptive(LabelProbabilities.Candidate + i, i == which ? 1 : 0) != 0)
            {
                return i;
            }
        }
        return count;
    }

    /// <summary>A label by its bits, the uppermost first; the upper eight are adaptive.</summary>
    /// <param name="label">0 to <paramref name="labelCount"/> - 1.</param>
    /// <param name="labelCount">2 to 65536.</param>
    public int Label(int label, int labelCount)
    {
        int node = 1;
        int bits = BitOperations.Log2((uint)labelCount - 1) + 1;
        for (int i = bits - 1; i >= 0; i--)
        {
            int bit = (label >> i) & 1;
            bit = node < LabelProbabilities.TreeNodes ? Adaptive(LabelProbabilities.Tree + node, bit) : _bins.Code(bit, Half);
            node = (node << 1) | bit;
        }
        int value = node - (1 << bits);
        return value < labelCount ? value : Impossible;
    }

    private int Adaptive(int index, int bit)
    {
        bit = _bins.Code(bit, _probabilities[index]);
        _probabilities.Update(index, bit);
        return bit;
    }
}
