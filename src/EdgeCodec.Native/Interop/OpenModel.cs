namespace EdgeCodec.Native.Interop;

/// <summary>What an <c>ec_model</c> stands for.</summary>
/// <param name="Model">The model as its file says.</param>
/// <param name="Network">Its network, packed for this processor; held until the model is closed.</param>
/// <param name="Log">Where it reports to.</param>
internal sealed record OpenModel(EdgeModel Model, NativeNetwork Network, Log Log)
{
    /// <summary>The most that a packed network may take: twice the largest model that ECM.md allows in practice.</summary>
    private const long MaxBytes = 256 << 20;

    /// <exception cref="EdgeCodecException">OutOfMemory, or Internal where there are no kernels.</exception>
    public static OpenModel Pack(EdgeModel model, NativeAllocator allocator, Log log)
    {
        NativeKernel kernel = NativeKernels.Best
            ?? throw new InvalidOperationException("The library was linked without its kernels.");
        NativeNetwork network = NativeNetwork.TryPack(model, kernel, allocator, MaxBytes)
            ?? throw new EdgeCodecException(EdgeCodecStatus.OutOfMemory, $"The model's weights take more than {MaxBytes} bytes, which is the limit.");
        try
        {
            // Here, not in the first encoder: those share them.
            _ = model.Context.Tables;
            log.Write(LogLevel.Info, $"model {model} opened: {network.PackedBytes} bytes for kernel {kernel.Name}");
            return new OpenModel(model, network, log);
        }
        catch
        {
            network.Release();
            throw;
        }
    }
}
