namespace EdgeCodec.Cli.Pictures;

/// <summary>A feature map as a grey picture.</summary>
internal static class FeatureMapPicture
{
    /// <summary>0 is black and 1 is white; a volume's slices lie one below the other.</summary>
    public static byte[] Grey(FeatureMap map)
    {
        ReadOnlySpan<float> values = map.Values.Span;
        byte[] grey = new byte[values.Length];
        for (int i = 0; i < grey.Length; i++) { grey[i] = (byte)Math.Clamp(values[i] * 255 + 0.5f, 0, 255); }
        return grey;
    }
}
