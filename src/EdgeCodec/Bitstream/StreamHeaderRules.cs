namespace EdgeCodec;

/// <summary>The rules of FORMAT §3 that go beyond a field's own range. Writer and reader apply the same.</summary>
internal static class StreamHeaderRules
{
    public static void CheckVolume(HeaderFields header, long offset)
    {
        if ((long)header.Width * header.Height * header.Depth > PixelView.MaxVoxels)
        {
            throw Invalid($"the source has {header.Width} x {header.Height} x {header.Depth} samples, expected at most 2^36", offset);
        }
    }

    /// <summary>Throws WrongModel if the header names another model than this.</summary>
    public static void CheckModel(HeaderFields header, EdgeModel model, long offset)
    {
        if (header.ModelTag != StreamFormat.TagOf(model))
        {
            throw StreamFormat.Error(
                EdgeCodecStatus.WrongModel,
                $"the stream was made with a model whose identity begins {header.ModelTag:x4}, but the model given is {model}", offset + 1);
        }
    }

    /// <summary>Throws StreamHeaderInvalid unless the model could have made a stream of this header.</summary>
    /// <param name="header">From a stream or from a caller.</param>
    /// <param name="model">The model of its tag.</param>
    /// <param name="offset">Where the header begins.</param>
    public static void Check(in HeaderFields header, EdgeModel model, long offset)
    {
        CheckFields(header, offset);
        int depth = header.Depth / (header.Slabs ?? 1);
        EdgeCodecStatus status = SourceRules.Check(
            model.Grid, header.SampleType, header.Width, header.Height, depth, out string message);
        if (status != EdgeCodecStatus.Ok)
        {
            throw Invalid(message, offset);
        }
        bool needsWindow = model.Grid.WindowMode == WindowMode.Caller;
        if (header.Window is not null != needsWindow)
        {
            throw Invalid(needsWindow ? "there is no window, but the model asks for one" : "there is a window, but the model takes none", offset);
        }
        if (header.Layers >= model.Latent.Layers)
        {
            throw Invalid($"layers is {header.Layers}, expected less than the model's {model.Latent.Layers}, or no layer count", offset);
        }
        if (header.LayerChecks && header.LayersOf(model) == 1)
        {
            throw Invalid("there are layer checks, but units have one layer", offset);
        }
    }

    /// <summary>What a stream's fields can hold: a header that a caller made up must keep to it.</summary>
    private static void CheckFields(in HeaderFields header, long offset)
    {
        CheckRange(header.Width, 1, PixelView.MaxAxis, "width", offset);
        CheckRange(header.Height, 1, PixelView.MaxAxis, "height", offset);
        CheckRange(header.Depth, 1, PixelView.MaxAxis, "depth", offset);
        CheckVolume(header, offset);
        CheckRange(header.Layers ?? 1, 1, StreamFormat.MaxStatedLayers, "layers", offset);
        CheckRange(header.Slabs ?? 2, 2, header.Slabs is null ? 2 : header.Depth, "slabs", offset);
        if (header.Window is { IsValid: false } window)
        {
            throw Invalid($"the window is low {window.Low}, width {window.Width}, expected low -32768 to 65535, width 1 to 65535", offset);
        }
        if (header.Spacing is { IsValid: false } spacing)
        {
            throw Invalid($"the spacing is {spacing.D} x {spacing.H} x {spacing.W} nm, expected at least 1 each", offset);
        }
    }

    private static void CheckRange(int value, int min, int max, string name, long offset)
    {
        if (value < min || value > max)
        {
            throw Invalid($"{name} is {value}, expected {min} to {max}", offset);
        }
    }

    private static EdgeCodecException Invalid(string what, long offset) =>
        StreamFormat.Error(EdgeCodecStatus.StreamHeaderInvalid, what, offset);
}
