using System.Buffers;
using EdgeCodec.Tests;

namespace EdgeCodec.Bench.Corruption;

/// <summary>Right streams to damage: pictures and sequences of several models, with and without layer checks.</summary>
internal sealed class StreamPool
{
    private readonly WholeStream[] _streams;

    public StreamPool(string[] modelFiles, int perModel, SplitMix random)
    {
        EdgeModel[] models =
        [
            .. modelFiles.Select(EdgeModel.Load), RandomModels.Picture(1).Build(), RandomModels.Picture(2).Build(), RandomModels.Volume(1).Build(),
            RandomModels.Any(8).Build(), RandomModels.Any(3).Build(),
        ];
        _streams = [.. models.SelectMany(model => Enumerable.Range(0, perModel).Select(i => i % 2 == 0 ? Picture(model, random) : Sequence(model, random)))];
        Models = models;
    }

    public IReadOnlyList<EdgeModel> Models { get; }

    public int Count => _streams.Length;

    public WholeStream Any(SplitMix random) => _streams[random.Next(0, _streams.Length - 1)];

    /// <summary>One with several units.</summary>
    public WholeStream AnySequence(SplitMix random)
    {
        WholeStream stream;
        do
        {
            stream = Any(random);
        }
        while (stream.Units < 2);
        return stream;
    }

    /// <summary>One of another model, and of the same form.</summary>
    public WholeStream AnyOther(WholeStream than, SplitMix random)
    {
        WholeStream stream;
        do
        {
            stream = Any(random);
        }
        while (stream.Model == than.Model || stream.Units > 0 != than.Units > 0);
        return stream;
    }

    private static WholeStream Picture(EdgeModel model, SplitMix random)
    {
        (ImageMaker image, EncodeOptions options) = Input(model, random);
        return new WholeStream(model, new Encoder(model).Encode(image.View, options), []);
    }

    private static WholeStream Sequence(EdgeModel model, SplitMix random)
    {
        (ImageMaker image, EncodeOptions options) = Input(model, random);
        var output = new ArrayBufferWriter<byte>();
        var writer = new SequenceWriter(model, output);
        var encoder = new Encoder(model);
        var blocks = new List<int>();
        for (int unit = random.Next(2, 8); unit > 0; unit--)
        {
            int before = output.WrittenCount;
            encoder.Encode(image.View, writer, options);
            blocks.Add(before > 0 ? before : StreamDecoder.HeaderLength(output.WrittenSpan));
            // Another picture of the same size.
            image.Data.AsSpan().Reverse();
            image.Data[random.Next(0, image.Data.Length - 1)] ^= 0x7F;
        }
        blocks.Add(output.WrittenCount);
        writer.End();
        blocks.Add(output.WrittenCount);
        return new WholeStream(model, output.WrittenSpan.ToArray(), [.. blocks]);
    }

    private static (ImageMaker Image, EncodeOptions Options) Input(EdgeModel model, SplitMix random)
    {
        (ImageMaker image, IntensityWindow? window) = ImageMaker.For(model, random);
        return (image, new EncodeOptions { Window = window, LayerChecks = random.Chance(30), Metadata = random.Chance(20) ? new StreamMetadata(random.Bytes(16)) : null });
    }
}
