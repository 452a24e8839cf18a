using System.Buffers;
using System.Diagnostics;

namespace EdgeCodec.Bench.Streams;

/// <summary>Encodes and decodes the same pictures through the public interface, and adds up bytes and times.</summary>
internal sealed class StreamMeasurement(EdgeModel model)
{
    /// <summary>Runs whose time is taken together: some hundred microseconds, which other work seldom falls into.</summary>
    private const int RunsABatch = 10;

    private const int Batches = 1000;

    private readonly Encoder _encoder = new(model);
    private readonly List<Latent> _latents = [];
    private readonly List<byte[]> _streams = [];
    private readonly List<StreamHeader> _headers = [];
    private readonly List<double> _encodeSeconds = [];
    private double _idealBits;
    private long _segmentBytes;

    public void Add(in PixelView picture)
    {
        byte[] stream = _encoder.Encode(picture);
        var best = TimeSpan.MaxValue;
        var memory = new byte[_encoder.MaxBytes];
        for (int i = 0; i < 15; i++)
        {
            long start = Stopwatch.GetTimestamp();
            _encoder.Encode(picture, memory);
            TimeSpan time = Stopwatch.GetElapsedTime(start);
            best = time < best ? time : best;
        }
        DecodedUnit unit = StreamDecoder.Decode(stream, model);
        _encodeSeconds.Add(best.TotalSeconds);
        _latents.Add(unit.Latent);
        _streams.Add(stream);
        _headers.Add(unit.Header);
        _idealBits += CodeLength.IdealBits(model, unit.Latent);
        _segmentBytes += unit.PayloadBytes;
    }

    public StreamFigures Finish()
    {
        int count = _latents.Count;
        var coder = new StreamEncoder(model);
        var decoder = new StreamDecoder(model);
        var bits = new byte[model.Latent.BitCount];
        double encode = SecondsEach(i => _ = coder.Write(_headers[i], _latents[i]).Length);
        double decode = SecondsEach(i => decoder.DecodeBits(_streams[i], bits, out _));

        // The same pictures as one stream: sequences where their sizes change, and once as if all were of one size.
        var output = new ArrayBufferWriter<byte>();
        var writer = new SequenceWriter(model, output);
        foreach (Latent latent in _latents)
        {
            writer.Write(_headers[0], latent);
        }
        writer.End();
        return new StreamFigures
        {
            Pictures = count,
            LatentBits = model.Latent.BitCount,
            BytesMean = _streams.Average(s => s.Length),
            BytesMost = _streams.Max(s => s.Length),
            PayloadMean = (double)_segmentBytes / count,
            IdealMean = _idealBits / 8 / count,
            SequenceFramingMean = (double)(output.WrittenCount - _segmentBytes - SequenceOnce()) / count,
            CodeSeconds = encode,
            DecodeSeconds = decode,
            EncoderSeconds = Median(_encodeSeconds),
            Kernel = _encoder.Kernel,
        };
    }

    /// <summary>Marker, header and end of a sequence, which are written once.</summary>
    private int SequenceOnce() => 1 + StreamDecoder.HeaderLength(_streams[0]) + 5;

    /// <summary>The fastest of many batches: a machine that does other work too only ever adds time.</summary>
    private double SecondsEach(Action<int> action)
    {
        var best = TimeSpan.MaxValue;
        for (int batch = 0; batch < Batches; batch++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int run = 0; run < RunsABatch; run++)
            {
                action(((batch * RunsABatch) + run) % _latents.Count);
            }
            TimeSpan time = Stopwatch.GetElapsedTime(start);
            best = time < best ? time : best;
        }
        return best.TotalSeconds / RunsABatch;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
