using System.Buffers;
using CsCheck;
using Xunit;

namespace EdgeCodec.Tests.Bitstream;

/// <summary>FORMAT §10: what is trimmed is byte for byte what an encoder writes that is asked for fewer layers.</summary>
public class StreamTrimmerTests
{
    [Fact]
    public void Trim_AnyStream_EqualsEncodingFewerLayers() => Gen.ULong.Sample(
        seed =>
        {
            EdgeModel model = StreamMaker.Layered;
            bool isSequence = new SplitMix(seed).Chance(50);
            bool hasChecks = new SplitMix(seed).Chance(30);
            int all = new SplitMix(seed).Next(1, 5);
            byte[] stream = Make(all);
            for (int layers = 1; layers <= all; layers++)
            {
                Assert.Equal(Make(layers), StreamTrimmer.Trim(stream, model, layers));
            }
            if (all < 5)
            {
                Errors.Expect(EdgeCodecStatus.InvalidArgument, () => StreamTrimmer.Trim(stream, model, all + 1));
            }

            byte[] Make(int layers)
            {
                var options = new EncodeOptions { Layers = layers, LayerChecks = hasChecks, Metadata = new StreamMetadata([1, 2, 3]) };
                return isSequence
                    ? StreamMaker.EncodeSequences(model, new SplitMix(seed), options)
                    : StreamMaker.Encode(model, new SplitMix(seed), options);
            }
        },
        iter: 60);

    [Fact]
    public void Trim_SlabsAndExtensions_KeepsThem()
    {
        EdgeModel model = StreamMaker.Layered;
        byte[] Make(int layers)
        {
            var output = new ArrayBufferWriter<byte>();
            var writer = new SequenceWriter(model, output);
            var encoder = new Encoder(model);
            ImageMaker image = ImageMaker.Noise(new SplitMix(5), SampleType.S16, 1, 20, 16, 9);
            encoder.EncodeSlabs(image.View, 4, writer, new EncodeOptions { Window = new IntensityWindow(0, 9000), Layers = layers });
            writer.WriteExtension(1025, [1, 2, 3]);
            writer.End();
            return output.WrittenSpan.ToArray();
        }
        Assert.Equal(Make(2), StreamTrimmer.Trim(Make(5), model, 2));
    }

    [Fact]
    public void Trim_DamagedStream_IsTheError()
    {
        EdgeModel model = StreamMaker.Layered;
        byte[] stream = StreamMaker.Encode(model, new SplitMix(1));
        stream[^6] ^= 4;
        Errors.Expect(EdgeCodecStatus.StreamDamaged, () => StreamTrimmer.Trim(stream, model, 1));
        Errors.Expect(EdgeCodecStatus.StreamTruncated, () => StreamTrimmer.Trim([], model, 1));
        Errors.Expect(EdgeCodecStatus.InvalidArgument, () => StreamTrimmer.Trim(stream, model, 0));
        Errors.Expect(EdgeCodecStatus.InvalidArgument, () => StreamTrimmer.Trim(stream, model, 6));
    }
}
