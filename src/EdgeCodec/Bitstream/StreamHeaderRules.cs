namespace EdgeCodec;

/// <summary>The rules of FORMAT §2 that go beyond a field's own range. Writer and reader apply the same.</summary>
internal static class StreamHeaderRules
{
    /// <summary>Where the geometry begins.</summary>
    private const int GeometryOffset = 4;

    private const int FlagsOffset = 1;

    public static void CheckVolume(int width, int height, int depth)
    {
        if ((long)width * height * depth > PixelView.MaxVoxels)
        {
            throw Invalid($"the source has {width} x {height} x {depth} samples, expected at most 2^36", GeometryOffset);
        }
    }

    /// <summary>Throws WrongModel if the header names another model than this.</summary>
    public static void CheckModel(StreamHeader header, EdgeModel model)
    {
        if (header.ModelTag != StreamFormat.TagOf(model))
        {
            throw StreamFormat.Error(
                EdgeCodecStatus.WrongModel,
                $"the stream was made with a model whose identity begins {header.ModelTagHex}, but the model given is {model}", 2);
        }
    }

    /// <summary>Throws StreamHeaderInvalid unless the model could have made a stream of this header.</summary>
    public static void Check(StreamHeader header, EdgeModel model)
    {
        CheckAxis(header.Width, "width");
        CheckAxis(header.Height, "height");
        CheckAxis(header.Depth, "depth");
        CheckVolume(header.Width, header.Height, header.Depth);
        EdgeCodecStatus status = SourceRules.Check(
            model.Grid, header.SampleType, header.Width, header.Height, header.Depth, out string message);
        if (status != EdgeCodecStatus.Ok)
        {
            throw Invalid(message, status == EdgeCodecStatus.ImageSampleType ? FlagsOffset : GeometryOffset);
        }
        bool needsWindow = model.Grid.WindowMode == WindowMode.Caller;
        if (header.Window is not null != needsWindow)
        {
            throw Invalid(needsWindow ? "there is no window, but the model asks for one" : "there is a window, but the model takes none", FlagsOffset);
        }
        if (header.Window is { IsValid: false } window)
        {
            throw Invalid($"the window is low {window.Low}, width {window.Width}, expected low -32768 to 65535, width 1 to 65535", GeometryOffset);
        }
        bool needsLayers = model.Latent.Layers > 1;
        if (header.Layers is not null != needsLayers)
        {
            throw Invalid($"the layer count is {(needsLayers ? "absent" : "present")}, but the model has {model.Latent.Layers} layers", FlagsOffset);
        }
        if (header.Layers < 1 || header.Layers > model.Latent.Layers)
        {
            throw Invalid($"layers is {header.Layers}, but the model has {model.Latent.Layers}", Math.Max(header.HeaderBytes - 1, 0));
        }
    }

    private static void CheckAxis(int size, string name)
    {
        if (size is < 1 or > PixelView.MaxAxis)
        {
            throw Invalid($"{name} is {size}, expected 1 to {PixelView.MaxAxis}", GeometryOffset);
        }
    }

    private static EdgeCodecException Invalid(string what, int offset) =>
        StreamFormat.Error(EdgeCodecStatus.StreamHeaderInvalid, what, offset);
}
