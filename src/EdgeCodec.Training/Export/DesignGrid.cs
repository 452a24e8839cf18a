namespace EdgeCodec.Training.Export;

/// <summary>The grid section of a recipe's edge model.</summary>
internal static class DesignGrid
{
    /// <summary>A source smaller than this on a side has too few pixels to be a photograph of a lesion.</summary>
    public const int MinSource = 32;

    /// <summary>Four to one, in sixteenths: a wider source is a strip, not a photograph.</summary>
    public const int MaxAspect16 = 64;

    public static GridSpec Of(Recipe recipe) => new()
    {
        Fit = recipe.Fit switch
        {
            "stretch" => GridFit.Stretch,
            "letterbox" => GridFit.Letterbox,
            _ => GridFit.CenterCrop,
        },
        Channels = 3,
        WindowMode = WindowMode.FullRange,
        SampleTypes = SampleTypes.U8,
        Size = new(1, recipe.Grid, recipe.Grid),
        MinSource = new(1, MinSource, MinSource),
        MaxAspect16 = MaxAspect16,
        // Letterbox bars hold the value that stands for zero, as does the padding of the convolutions.
        Pad = recipe.Fit == "letterbox" ? [Networks.Compressor.InputZero, Networks.Compressor.InputZero, Networks.Compressor.InputZero] : [],
    };
}
