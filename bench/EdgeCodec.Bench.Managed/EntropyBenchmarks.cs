using BenchmarkDotNet.Attributes;

namespace EdgeCodec.Bench.Managed;

/// <summary>
/// Entropy coding each way over the latents of the model's sample streams, and whole streams. Figures are for one
/// stream; Program turns them into Mbin/s, a bin being one coded bit.
/// </summary>
[MemoryDiagnoser]
public class EntropyBenchmarks
{
    private EdgeModel _model = null!;
    private ContextCoder _coder = null!;
    private StreamDecoder _decoder = null!;
    private StreamEncoder _encoder = null!;
    private StreamHeader _header = null!;
    private Latent _latent = null!;
    private byte[] _stream = null!;
    private byte[] _segment = null!;
    private byte[] _bits = null!;
    private byte[] _written = null!;
    private int _segmentBytes;

    /// <summary>The folder of a model.</summary>
    public static string Model => Environment.GetEnvironmentVariable("EDGECODEC_BENCH_MODEL") ?? "models/isic2017";

    [GlobalSetup]
    public void SetUp()
    {
        _model = EdgeModel.Parse(File.ReadAllBytes(Path.Combine(Model, "edge.ecm")));
        _stream = File.ReadAllBytes(Directory.GetFiles(Path.Combine(Model, "samples"), "*.ecs").Order(StringComparer.Ordinal).First());
        _coder = new ContextCoder(_model.Latent, _model.Context);
        _decoder = new StreamDecoder(_model);
        _encoder = new StreamEncoder(_model);
        _bits = new byte[_model.Latent.BitCount];
        _written = new byte[_encoder.MaxBytes];
        _segment = new byte[RangeEncoder.MaxBytes(_bits.Length)];
        _decoder.DecodeBits(_stream, _bits, out _header);
        _latent = Latent.Create(_model.Latent, _bits);
        _segmentBytes = _coder.EncodeLayer(_bits, 0, _segment);
    }

    [Benchmark]
    public int EntropyEncode() => _coder.EncodeLayer(_bits, 0, _segment);

    [Benchmark]
    public bool EntropyDecode() => _coder.DecodeLayer(_segment.AsSpan(0, _segmentBytes), 0, _bits);

    [Benchmark]
    public int WriteStream() => _encoder.Write(_header, _latent, _written);

    [Benchmark]
    public int ReadStream() => _decoder.DecodeBits(_stream, _bits, out _);
}
