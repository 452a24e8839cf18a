namespace EdgeCodec.Cli.Pictures;

/// <summary>A feature map as a grey picture.</summary>
internal static class FeatureMapPicture
{
    /// <summary>0 is black and 1 is white, the mean of several channels; a volume's slices lie one below the other.</summary>
    public static byte[] Grey(FeatureMap map)
    {
        ReadOnlySpan<float> values = map.Values.Span;
        byte[] grey = new byte[values.Length / map.Channels];
        for (int i = 0; i < grey.Length; i++)
        {
            float sum = 0;
            for (int c = 0; c < map.Channels; c++) { sum += values[c * grey.Length + i]; }
            grey[i] = (byte)Math.Clamp(sum / map.Channels * 255 + 0.5f, 0, 255);
        }
        return grey;
    }
}
