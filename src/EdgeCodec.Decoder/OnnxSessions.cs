using Microsoft.ML.OnnxRuntime;

namespace EdgeCodec;

/// <summary>
/// Opens ONNX Runtime sessions on an execution provider chosen by name. This library references the managed half of
/// ONNX Runtime only; the application chooses the native half by the package it references. Thread-safe.
/// </summary>
public static class OnnxSessions
{
    /// <summary>Names of the execution providers: <c>cpu</c>, <c>cuda</c>, <c>directml</c>.</summary>
    public static IReadOnlyList<string> Providers { get; } = [.. ExecutionProvider.All.Select(p => p.Name)];

    /// <summary>Loads a network from a file that is complete in itself (no external data).</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="provider">Name of an execution provider, in any case.</param>
    /// <returns>A session; the caller disposes of it.</returns>
    /// <exception cref="CloudException">
    /// OnnxUnreadable, OnnxInvalid, ProviderUnknown, ProviderUnavailable or RuntimeMissing; the last two name the
    /// package to reference.
    /// </exception>
    public static InferenceSession Open(string path, string provider = "cpu")
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ExecutionProvider chosen = ExecutionProvider.Of(provider);
        return Load(path, Read(path), chosen);
    }

    /// <summary>The same of a model folder's file, which must be as it was written.</summary>
    internal static InferenceSession OpenSealed(string path, string provider)
    {
        ExecutionProvider chosen = ExecutionProvider.Of(provider);
        byte[] model = Read(path);
        OnnxSeal.Verify(path, model);
        return Load(path, model, chosen);
    }

    private static InferenceSession Load(string path, byte[] model, ExecutionProvider chosen)
    {
        using SessionOptions options = chosen.CreateOptions();
        try
        {
            return new InferenceSession(model, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new CloudException(
                CloudStatus.OnnxInvalid, $"'{path}' is not an ONNX network that provider '{chosen.Name}' can run: {OneLine.Of(e)}", e);
        }
    }

    // From memory, so that a model cannot pull in other files by ONNX's external data.
    private static byte[] Read(string path)
    {
        byte[] model;
        try
        {
            model = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CloudException(CloudStatus.OnnxUnreadable, $"Cannot read the ONNX file '{path}': {e.Message}", e);
        }
        return model.Length > 0 ? model : throw new CloudException(CloudStatus.OnnxInvalid, $"The ONNX file '{path}' is empty.");
    }
}
