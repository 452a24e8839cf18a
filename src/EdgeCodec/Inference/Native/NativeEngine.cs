namespace EdgeCodec;

/// <summary>
/// From image to latent bits by the C kernels, on the calling thread. All memory is taken at construction: none is
/// allocated per image, whatever its size. Not thread-safe.
/// </summary>
internal sealed unsafe class NativeEngine : ILatentEngine
{
    private readonly NativeNetwork _network;
    private readonly NativePicture _picture;

    private NativeEngine(EdgeModel model, NativeNetwork network)
    {
        _network = network;
        _picture = new NativePicture(model.Grid, network, PictureLimits.Default, default);
    }

    public string Name => _network.Kernel.Name;

    /// <summary>An engine for a packed model; null if it asks for more than any machine has.</summary>
    public static NativeEngine? TryCreate(EdgeModel model, NativeNetwork network) =>
        NativePicture.BytesFor(model.Grid, network, PictureLimits.Default) is > 0 and <= NativeNetwork.MaxBytes
            ? new NativeEngine(model, network)
            : null;

    public void Run(in PixelView image, IntensityWindow window, Span<byte> bits)
    {
        _picture.Begin(image.Type, image.Width, image.Height, image.Depth, window);
        fixed (byte* data = image.Data)
        {
            Require(_picture.Push(PixelRows.Of(image, data), 0, 0, default));
        }
        Require(_picture.Run(bits, default));
    }

    private static void Require(RunOutcome outcome)
    {
        if (outcome != RunOutcome.Done)
        {
            throw new InvalidOperationException($"The kernels gave {outcome} for a source that they were prepared for.");
        }
    }
}
