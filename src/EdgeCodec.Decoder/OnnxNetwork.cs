using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeCodec;

/// <summary>
/// A network with one float input and one float output whose first dimension is the batch. Runs are
/// thread-safe.
/// </summary>
internal sealed class OnnxNetwork : IDisposable
{
    private readonly InferenceSession _session;
    private readonly Lock? _runs;
    private readonly Lock _life = new();
    private int _running;
    private bool _isDisposed;

    private OnnxNetwork(string path, InferenceSession session, ExecutionProvider provider)
    {
        Path = path;
        _session = session;
        _runs = provider.AllowsConcurrentRuns ? null : new Lock();
        Metadata = new OnnxMetadata(path, session.ModelMetadata.CustomMetadataMap);
    }

    public string Path { get; }

    public OnnxMetadata Metadata { get; }

    public static OnnxNetwork Open(string path, string provider) =>
        new(path, OnnxSessions.OpenSealed(path, provider), ExecutionProvider.Of(provider));

    /// <summary>Checks the input's name, type and shape.</summary>
    /// <param name="name">The one input's name.</param>
    /// <param name="channels">Its second dimension; 0 for any.</param>
    /// <param name="size">Its last dimensions; depth may be absent if it is 1.</param>
    /// <returns>The shape with a batch of 1, as the network wants it.</returns>
    public TensorShape RequireInput(string name, int channels, Size3 size) =>
        Require("input", _session.InputMetadata, name, channels, size);

    /// <summary>Checks the output's name, type and shape, as <see cref="RequireInput"/>.</summary>
    public TensorShape RequireOutput(string name, int channels, Size3 size) =>
        Require("output", _session.OutputMetadata, name, channels, size);

    /// <summary>Checks the one tensor between g and the heads, `map`: one channel, or three of an auto-encoder (NETWORKS §2).</summary>
    public TensorShape RequireMap(bool isInput, Size3 size)
    {
        TensorShape map = isInput ? RequireInput("map", 0, size) : RequireOutput("map", 0, size);
        return map.Channels is 1 or 3 ? map : throw Mismatch($"has a 'map' of {map.Channels} channels, expected 1 or 3");
    }

    /// <summary>Runs a batch. Both buffers are the network's memory during the run: nothing is copied on a CPU.</summary>
    /// <param name="input">Shape of one input.</param>
    /// <param name="inputs">The batch's inputs, one after the other.</param>
    /// <param name="output">Shape of one output.</param>
    /// <param name="outputs">Receives the batch's outputs.</param>
    /// <param name="batch">How many.</param>
    /// <exception cref="CloudException">RunFailed, or OutputNotFinite.</exception>
    public void Run(TensorShape input, ReadOnlyMemory<float> inputs, TensorShape output, Memory<float> outputs, int batch)
    {
        // ONNX Runtime only reads its inputs.
        Memory<float> readOnly = MemoryMarshal.AsMemory(inputs);
        Enter();
        try
        {
            using var options = new RunOptions();
            using OrtValue source = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, readOnly, input.Dimensions(batch));
            using OrtValue destination = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, outputs, output.Dimensions(batch));
            RunLocked(options, input.Name, source, output.Name, destination);
        }
        catch (OnnxRuntimeException e)
        {
            throw new CloudException(CloudStatus.RunFailed, $"'{Path}' failed on a batch of {batch}: {OneLine.Of(e)}", e);
        }
        finally
        {
            Exit();
        }
        CheckFinite(output, outputs.Span, batch);
    }

    /// <summary>ONNX Runtime's own answer to a run after its end is misleading.</summary>
    public void RequireOpen() => ObjectDisposedException.ThrowIf(_isDisposed, this);

    /// <summary>Refuses further runs. Those under way end first: the last one of them frees the session, which crashes if it is freed during a run.</summary>
    public void Dispose()
    {
        lock (_life)
        {
            if (!_isDisposed && _running == 0)
            {
                _session.Dispose();
            }
            _isDisposed = true;
        }
    }

    private void Enter()
    {
        lock (_life)
        {
            RequireOpen();
            _running++;
        }
    }

    private void Exit()
    {
        lock (_life)
        {
            if (--_running == 0 && _isDisposed)
            {
                _session.Dispose();
            }
        }
    }

    private void RunLocked(RunOptions options, string inputName, OrtValue input, string outputName, OrtValue output)
    {
        if (_runs is null)
        {
            _session.Run(options, [inputName], [input], [outputName], [output]);
            return;
        }
        lock (_runs)
        {
            _session.Run(options, [inputName], [input], [outputName], [output]);
        }
    }

    private void CheckFinite(TensorShape output, ReadOnlySpan<float> values, int batch)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new CloudException(
                    CloudStatus.OutputNotFinite,
                    $"'{Path}' gave {values[i]} at element {i % output.Count} of output '{output.Name}', item {i / output.Count} of {batch}.");
            }
        }
    }

    private TensorShape Require(string role, IReadOnlyDictionary<string, NodeMetadata> tensors, string name, int channels, Size3 size)
    {
        if (tensors.Count != 1 || !tensors.TryGetValue(name, out NodeMetadata? tensor))
        {
            throw Mismatch($"has the {role}s {string.Join(", ", tensors.Keys.Select(k => $"'{k}'"))}, expected '{name}' alone");
        }
        if (!tensor.IsTensor || tensor.ElementDataType != TensorElementType.Float)
        {
            throw Mismatch($"has {role} '{name}' of type {(tensor.IsTensor ? tensor.ElementDataType : tensor.OnnxValueType)}, expected a float tensor");
        }
        int[] stated = tensor.Dimensions;
        // A picture's networks may leave the depth out.
        bool hasDepth = stated.Length == 5 || size.D > 1;
        int wantedChannels = channels == 0 && stated.Length > 1 ? Math.Max(stated[1], 0) : channels;
        if (wantedChannels * size.Volume > Array.MaxLength)
        {
            throw Mismatch($"has {role} '{name}' of {wantedChannels} channels of {size}, more than {Array.MaxLength} elements");
        }
        var shape = new TensorShape(name, wantedChannels, size, hasDepth);
        long[] expected = shape.Dimensions(-1);
        bool isSame = stated.Length == expected.Length && stated[0] < 0 && wantedChannels > 0;
        for (int i = 1; isSame && i < stated.Length; i++)
        {
            // A dimension that the network leaves open is settled by the buffers of each run.
            isSame = stated[i] < 0 || stated[i] == expected[i];
        }
        return isSame ? shape : throw Mismatch($"has {role} '{name}' of shape {Describe(stated)}, expected {shape}");
    }

    private static string Describe(int[] dimensions) =>
        $"[{string.Join(", ", dimensions.Select((d, i) => d >= 0 ? d.ToString(System.Globalization.CultureInfo.InvariantCulture) : i == 0 ? "N" : "?"))}]";

    private CloudException Mismatch(string what) => new(CloudStatus.TensorMismatch, $"'{Path}' {what}.");
}
