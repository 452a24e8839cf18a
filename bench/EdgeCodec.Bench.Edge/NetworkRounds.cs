namespace EdgeCodec.Bench.Edge;

/// <summary>
/// The network alone, from grid to latent bits: ours, ONNX Runtime's int8 and float, and the processor's peak, in
/// turn in every round, so that what else the machine does disturbs all alike. Ratios are medians over rounds.
/// </summary>
internal sealed class NetworkRounds
{
    private const int Runs = 5;
    private const nuint PeakRounds = 20_000;

    private readonly EdgeModel _model;
    private readonly List<double> _toInt8 = [], _toFloat = [], _fraction = [], _ours = [], _int8 = [], _float = [], _peak = [];
    private readonly List<double>[] _layers;

    public NetworkRounds(EdgeModel model)
    {
        _model = model;
        _layers = [.. model.Layers.Select(_ => new List<double>())];
    }

    public double RatioInt8 => Clock.Median(_toInt8);
    public double RatioFloat => Clock.Median(_toFloat);
    public double PeakFraction => Clock.Median(_fraction);
    public double Ours => Clock.Median(_ours);
    public double Int8 => Clock.Median(_int8);
    public double Float => Clock.Median(_float);

    /// <summary>Multiply-accumulates a second.</summary>
    public double Peak => Clock.Median(_peak);

    /// <summary>Seconds of each layer.</summary>
    public IReadOnlyList<double> Layers => [.. _layers.Select(Clock.Median)];

    public string Int8Form { get; private set; } = "";

    /// <summary>Share of latent bits that ONNX Runtime's int8 graph has as we have.</summary>
    public double Int8Agreement { get; private set; }

    public double FloatAgreement { get; private set; }

    public void Run(KernelRun ours, NativeKernel kernel, Photograph picture, int rounds)
    {
        ours.Resample(picture);
        byte[] grid = ours.Grid();
        ours.Network();
        using OrtRun int8 = FastestInt8(grid);
        using var real = new OrtRun(_model, TwinForm.Float, false, grid);
        Int8Form = int8.Name;
        Int8Agreement = Agreement(int8, ours.Bits);
        FloatAgreement = Agreement(real, ours.Bits);
        double macs = 0;
        Size3 size = _model.Grid.Size;
        foreach (ConvLayer layer in _model.Layers)
        {
            macs += LayerWork.Of(layer, size);
            size = layer.OutputSize(size);
        }
        for (int round = 0; round < rounds; round++)
        {
            double peak = 0;
            double time = Clock.Least(Runs, () => Clock.Of(() => peak = Peers.Peak(kernel.Name, PeakRounds)));
            _peak.Add(peak / time);
            double all = 0;
            for (int i = 0; i < _layers.Length; i++)
            {
                double layer = Clock.Least(Runs, () => ours.Layer(i));
                _layers[i].Add(layer);
                all += layer;
            }
            _fraction.Add(peak > 0 ? macs / all / (peak / time) : 0);
            _ours.Add(Clock.Least(Runs, ours.Network));
            _int8.Add(Clock.Least(Runs, int8.Run));
            _float.Add(Clock.Least(Runs, real.Run));
            _toInt8.Add(_int8[^1] / _ours[^1]);
            _toFloat.Add(_float[^1] / _ours[^1]);
        }
    }

    /// <summary>ONNX Runtime takes several forms of the same network; it gets the one that it runs best.</summary>
    private OrtRun FastestInt8(byte[] grid)
    {
        OrtRun? best = null;
        double least = double.MaxValue;
        foreach (TwinForm form in (TwinForm[])[TwinForm.QLinear, TwinForm.QuantizeDequantize])
        {
            foreach (bool channelsLast in (bool[])[false, true])
            {
                var run = new OrtRun(_model, form, channelsLast, grid);
                double time = Clock.Least(10, run.Run);
                Console.Error.WriteLine($"ONNX Runtime, {run.Name}: {1e3 * time:0.000} ms");
                (OrtRun? worse, best) = time < least ? (best, run) : (run, best);
                least = Math.Min(least, time);
                worse?.Dispose();
            }
        }
        return best!;
    }

    private static double Agreement(OrtRun run, byte[] bits)
    {
        run.Run();
        return run.Bits().Zip(bits, (a, b) => a == b ? 1.0 : 0.0).Average();
    }
}
