namespace EdgeCodec;

/// <summary>
/// The linear map from source samples to grid samples (ECM §2.3): <paramref name="Low"/> becomes 0 and
/// <c>Low + Width</c> becomes 255; what lies outside is clamped.
/// </summary>
/// <param name="Low">Sample value that maps to 0; -32768 to 65535.</param>
/// <param name="Width">Width in sample values; 1 to 65535.</param>
public readonly record struct IntensityWindow(int Low, int Width)
{
    internal const int MinLow = -32768;
    internal const int MaxLow = 65535;
    internal const int MaxWidth = 65535;

    /// <summary>The whole range of a sample type: what window mode 0 means.</summary>
    public static IntensityWindow FullRange(SampleType type) => type switch
    {
        SampleType.U8 => new(0, 255),
        SampleType.U16 => new(0, 65535),
        SampleType.S16 => new(-32768, 65535),
        _ => throw new EdgeCodecException(EdgeCodecStatus.InvalidArgument, $"Sample type {(int)type} is none of U8, U16, S16."),
    };

    /// <summary>Whether both values are in range.</summary>
    public bool IsValid => Low is >= MinLow and <= MaxLow && Width is >= 1 and <= MaxWidth;
}
