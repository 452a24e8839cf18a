using Microsoft.ML.OnnxRuntime;

namespace EdgeCodec;

/// <summary>One of ONNX Runtime's execution providers, and the package that brings it.</summary>
/// <param name="Name">The name that users give.</param>
/// <param name="RuntimeName">ONNX Runtime's own name.</param>
/// <param name="Package">NuGet package with a native runtime that has it.</param>
internal sealed record ExecutionProvider(string Name, string RuntimeName, string Package)
{
    private const string CpuPackage = "Microsoft.ML.OnnxRuntime";

    public static readonly ExecutionProvider Cpu = new("cpu", "CPUExecutionProvider", CpuPackage);
    public static readonly ExecutionProvider Cuda = new("cuda", "CUDAExecutionProvider", CpuPackage + ".Gpu");
    public static readonly ExecutionProvider DirectMl = new("directml", "DmlExecutionProvider", CpuPackage + ".DirectML");

    public static IReadOnlyList<ExecutionProvider> All { get; } = [Cpu, Cuda, DirectMl];

    /// <summary>DirectML forbids concurrent runs of one session; the others allow them.</summary>
    public bool AllowsConcurrentRuns => this != DirectMl;

    public static ExecutionProvider Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return All.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw new CloudException(
            CloudStatus.ProviderUnknown, $"There is no execution provider '{name}'; expected {string.Join(", ", All.Select(p => p.Name))}.");
    }

    /// <summary>Session options for this provider. The first call in a process loads the native runtime.</summary>
    public SessionOptions CreateOptions()
    {
        string[] available;
        try
        {
            available = OrtEnv.Instance().GetAvailableProviders();
            OrtEnv.Instance().DisableTelemetryEvents();
        }
        catch (Exception e) when (IsMissingRuntime(e))
        {
            throw new CloudException(
                CloudStatus.RuntimeMissing,
                $"ONNX Runtime's native library cannot be loaded: reference the package {CpuPackage} in the application "
                + $"({Cuda.Package} for cuda, {DirectMl.Package} for directml). {OneLine.Of(e.GetBaseException())}", e);
        }
        if (!available.Contains(RuntimeName))
        {
            throw new CloudException(
                CloudStatus.ProviderUnavailable,
                $"Execution provider '{Name}' is not available: the loaded ONNX Runtime has {string.Join(", ", available)}. "
                + $"Reference the package {Package} in the application in place of the present ONNX Runtime package.");
        }
        // Errors come as exceptions; what ONNX Runtime would print besides is noise on a user's terminal.
        var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        try
        {
            Append(options);
            return options;
        }
        catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
        {
            options.Dispose();
            throw new CloudException(
                CloudStatus.ProviderUnavailable,
                $"Execution provider '{Name}' cannot start on this machine (package {Package}, its drivers and devices): {OneLine.Of(e)}", e);
        }
    }

    /// <summary>The managed half loads the native one in a static constructor, which wraps what it throws.</summary>
    private static bool IsMissingRuntime(Exception e) =>
        e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException
        || (e is TypeInitializationException && e.InnerException is { } inner && IsMissingRuntime(inner));

    private void Append(SessionOptions options)
    {
        if (this == Cuda)
        {
            options.AppendExecutionProvider_CUDA();
        }
        else if (this == DirectMl)
        {
            // Both are DirectML's conditions.
            options.EnableMemoryPattern = false;
            options.ExecutionMode = ExecutionMode.ORT_SEQUENTIAL;
            options.AppendExecutionProvider_DML();
        }
    }
}
