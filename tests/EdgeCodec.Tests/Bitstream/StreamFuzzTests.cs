using Xunit;

namespace EdgeCodec.Tests.Bitstream;

/// <summary>Seeded damage to streams: always the decoder's own error; with the check made right again, a latent at most.</summary>
public class StreamFuzzTests
{
    private static readonly EdgeModel[] Models = [StreamMaker.Picture, StreamMaker.Volume, StreamMaker.Layered, RandomModels.Any(8).Build()];

    [Fact]
    public void Decode_DamagedStream_IsAnErrorWithinBounds()
    {
        var random = new SplitMix(99);
        for (int i = 0; i < 20_000; i++)
        {
            (EdgeModel model, byte[] stream) = Make(random);
            byte[] damaged = Mutation.Of(stream, random);
            if (damaged.AsSpan().SequenceEqual(stream))
            {
                continue;
            }
            EdgeCodecException e = Assert.Throws<EdgeCodecException>(() => StreamDecoder.DecodeAll(damaged, model));
            Assert.InRange((int)e.Status, 30, 39);
            Assert.InRange(e.Offset, 0, damaged.Length);
        }
    }

    [Fact]
    public void Decode_DamagedStreamWithTheRightCheck_IsAnErrorOrALatentOfTheModelsShape()
    {
        var random = new SplitMix(100);
        int decoded = 0;
        for (int i = 0; i < 5000; i++)
        {
            (EdgeModel model, byte[] stream) = Make(random);
            if (StreamDecoder.IsSequence(stream))
            {
                continue;
            }
            int header = StreamDecoder.HeaderLength(stream);
            byte[] damaged = StreamMaker.Seal(model, stream.AsSpan(0, header), Mutation.Of(stream[header..^4], random));
            try
            {
                DecodedUnit result = StreamDecoder.Decode(damaged, model);
                Assert.Equal((model.Latent.Channels, model.Latent.Size), (result.Latent.Channels, result.Latent.Size));
                decoded++;
            }
            catch (EdgeCodecException e)
            {
                Assert.InRange((int)e.Status, 30, 39);
            }
        }
        Assert.True(decoded > 500, $"only {decoded} reached the entropy decoder's end");
    }

    [Fact]
    public void Decode_Noise_IsAnError()
    {
        var random = new SplitMix(7);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] noise = random.Bytes(random.Next(0, 60));
            if (noise.Length > 4 && random.Chance(80))
            {
                noise[0] = (byte)(0xE0 | (noise[0] & 0x0F));
                Models[1].Identity[..2].CopyTo(noise.AsSpan(noise[0] == 0xE3 ? 2 : 1));
            }
            Assert.Throws<EdgeCodecException>(() => StreamDecoder.DecodeAll(noise, Models[1]));
            Assert.Throws<EdgeCodecException>(() => StreamDecoder.DecodeAll(noise, Models[1], new StreamReadOptions { Partial = true }));
        }
    }

    private static (EdgeModel Model, byte[] Stream) Make(SplitMix random)
    {
        int which = random.Next(0, Models.Length - 1);
        byte[][] streams = Streams.Value[which];
        return (Models[which], streams[random.Next(0, streams.Length - 1)]);
    }

    private static readonly Lazy<byte[][][]> Streams = new(() =>
        [.. Models.Select(model =>
        {
            var random = new SplitMix(3);
            var options = new EncodeOptions { LayerChecks = true };
            return Enumerable.Range(0, 8).Select(i => (i % 3) switch
            {
                0 => StreamMaker.Encode(model, random),
                1 => StreamMaker.Encode(model, random, options),
                _ => StreamMaker.EncodeSequences(model, random, options),
            }).ToArray();
        })]);
}
