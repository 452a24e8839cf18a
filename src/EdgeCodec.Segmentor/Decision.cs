namespace EdgeCodec;

/// <summary>From logits to a label value.</summary>
internal static class Decision
{
    /// <summary>Labels of the columns of a row <c>[K, W]</c>.</summary>
    public static void Columns(ReadOnlySpan<float> row, int classes, Span<byte> labels)
    {
        int width = labels.Length;
        if (classes == 1)
        {
            for (int x = 0; x < width; x++)
            {
                labels[x] = row[x] > 0 ? (byte)1 : (byte)0;
            }
            return;
        }
        for (int x = 0; x < width; x++)
        {
            int best = 0;
            for (int k = 1; k < classes; k++)
            {
                best = row[(k * width) + x] > row[(best * width) + x] ? k : best;
            }
            labels[x] = (byte)best;
        }
    }

    /// <summary>Label between two columns of a row <c>[K, W]</c>.</summary>
    public static byte Between(ReadOnlySpan<float> row, int classes, int width, int low, int high, float highWeight)
    {
        float lowWeight = 1 - highWeight;
        if (classes == 1)
        {
            return (lowWeight * row[low]) + (highWeight * row[high]) > 0 ? (byte)1 : (byte)0;
        }
        int best = 0;
        float greatest = float.NegativeInfinity;
        for (int k = 0; k < classes; k++)
        {
            float logit = (lowWeight * row[(k * width) + low]) + (highWeight * row[(k * width) + high]);
            if (logit > greatest)
            {
                greatest = logit;
                best = k;
            }
        }
        return (byte)best;
    }
}
