using Microsoft.ML.OnnxRuntime;

namespace EdgeCodec.Bench.Edge;

/// <summary>A graph in ONNX Runtime on one thread, with inputs and outputs bound beforehand. Not thread-safe.</summary>
internal sealed class OrtRun : IDisposable
{
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _options = new();
    private readonly OrtValue _input;
    private readonly OrtValue _output;

    public OrtRun(EdgeModel model, TwinForm form, bool channelsLast, byte[] grid)
    {
        Name = $"{form}, {(channelsLast ? "channels last" : "channels first")}";
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        _session = new InferenceSession(OnnxTwin.Write(model, form, channelsLast), options);
        _binding = _session.CreateIoBinding();
        GridSpec spec = model.Grid;
        long[] shape = channelsLast ? [1, spec.Height, spec.Width, spec.Channels] : [1, spec.Channels, spec.Height, spec.Width];
        byte[] samples = channelsLast ? grid : Planes(grid, spec.Channels);
        long[] latent = [1, model.Latent.Channels, model.Latent.Height, model.Latent.Width];
        _input = form == TwinForm.Float
            ? OrtValue.CreateTensorValueFromMemory(samples.Select(v => (float)(v - model.Layers[0].InZero)).ToArray(), shape)
            : OrtValue.CreateTensorValueFromMemory(samples, shape);
        _output = form == TwinForm.Float
            ? OrtValue.CreateTensorValueFromMemory(new float[model.Latent.BitCount], latent)
            : OrtValue.CreateTensorValueFromMemory(new byte[model.Latent.BitCount], latent);
        _binding.BindInput("grid", _input);
        _binding.BindOutput("latent", _output);
    }

    public string Name { get; }

    /// <summary>Seconds of one run.</summary>
    public double Run() => Clock.Of(() => _session.RunWithBinding(_options, _binding));

    /// <summary>The latent bits of the last run.</summary>
    public byte[] Bits() => _output.GetTensorTypeAndShape().ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float
        ? [.. _output.GetTensorDataAsSpan<float>().ToArray().Select(v => (byte)(v >= 0 ? 1 : 0))]
        : [.. _output.GetTensorDataAsSpan<byte>().ToArray().Select(v => (byte)(v >= 128 ? 1 : 0))];

    public void Dispose()
    {
        _binding.Dispose();
        _input.Dispose();
        _output.Dispose();
        _options.Dispose();
        _session.Dispose();
    }

    private static byte[] Planes(byte[] interleaved, int channels)
    {
        var planes = new byte[interleaved.Length];
        int count = interleaved.Length / channels;
        for (int i = 0; i < interleaved.Length; i++) { planes[(i % channels * count) + (i / channels)] = interleaved[i]; }
        return planes;
    }
}
