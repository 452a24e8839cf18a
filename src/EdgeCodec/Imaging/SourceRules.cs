namespace EdgeCodec;

/// <summary>What a model asks of a source (ECM §2). The encoder and the reader of a stream apply the same rules.</summary>
internal static class SourceRules
{
    /// <summary>The first rule that a source breaks, as status and sentence; Ok if it breaks none.</summary>
    public static EdgeCodecStatus Check(GridSpec grid, SampleType type, int width, int height, int depth, out string message)
    {
        Size3 min = grid.MinSource;
        long longer = Math.Max(width, height);
        long shorter = Math.Min(width, height);
        if (!grid.Accepts(type))
        {
            message = $"the source's samples are {type}, but the model takes {grid.SampleTypes}";
            return EdgeCodecStatus.ImageSampleType;
        }
        if (depth < min.D || height < min.H || width < min.W)
        {
            message = $"the source is {Describe(width, height, depth)}, but the model takes at least {Describe(min.W, min.H, min.D)}";
            return EdgeCodecStatus.ImageTooSmall;
        }
        if (grid.MaxAspect16 != 0 && 16 * longer > grid.MaxAspect16 * shorter)
        {
            message = FormattableString.Invariant(
                $"the source is {Describe(width, height, depth)}, but the model takes an aspect of at most {grid.MaxAspect16 / 16.0:0.##} : 1");
            return EdgeCodecStatus.ImageAspect;
        }
        message = "";
        return EdgeCodecStatus.Ok;
    }

    /// <summary>Throws unless the model takes this source.</summary>
    /// <exception cref="EdgeCodecException">ImageChannels or what <see cref="Check"/> gives.</exception>
    public static void Require(GridSpec grid, EncoderSource source)
    {
        if (source.Channels != grid.Channels)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.ImageChannels, $"The image has {source.Channels} channels, but the model takes {grid.Channels}.");
        }
        EdgeCodecStatus status = Check(grid, source.Type, source.Width, source.Height, source.Depth, out string message);
        if (status != EdgeCodecStatus.Ok)
        {
            throw new EdgeCodecException(status, $"The image does not fit the model: {message}.");
        }
    }

    /// <summary>The window that holds for a source (ECM §2.3), from the model's mode and the caller's choice.</summary>
    public static IntensityWindow ResolveWindow(GridSpec grid, SampleType type, IntensityWindow? window)
    {
        if (grid.WindowMode == WindowMode.Caller)
        {
            return CheckWindow(window ?? throw new EdgeCodecException(
                EdgeCodecStatus.WindowRequired, "The model needs an intensity window (low and width) with each image."));
        }
        if (window is not null)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.WindowNotAllowed,
                $"An intensity window was given, but the model {(grid.WindowMode == WindowMode.Fixed ? "fixes it" : "uses the full range")}.");
        }
        return grid.WindowMode == WindowMode.Fixed ? CheckWindow(grid.Window) : IntensityWindow.FullRange(type);
    }

    private static IntensityWindow CheckWindow(IntensityWindow window) => window.IsValid
        ? window
        : throw new EdgeCodecException(
            EdgeCodecStatus.WindowInvalid,
            $"The intensity window is low {window.Low}, width {window.Width}; expected low -32768 to 65535, width 1 to 65535.");

    private static string Describe(int width, int height, int depth) =>
        depth == 1 ? $"{width} x {height}" : $"{width} x {height} x {depth}";
}
