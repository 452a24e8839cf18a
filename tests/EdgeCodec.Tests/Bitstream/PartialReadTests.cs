using Xunit;

namespace EdgeCodec.Tests.Bitstream;

/// <summary>FORMAT §9: on request, and only what is whole and checked.</summary>
public class PartialReadTests
{
    private static readonly EdgeModel Model = StreamMaker.Layered;
    private static readonly StreamReadOptions Partial = new() { Partial = true };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void DecodeAll_PictureCutAnywhere_GivesItsWholeLayersOrTheError(bool isSequence)
    {
        var options = new EncodeOptions { LayerChecks = true };
        byte[] stream = isSequence
            ? StreamMaker.EncodeSequences(Model, new SplitMix(1), options, sequences: 1, units: 1)
            : StreamMaker.Encode(Model, new SplitMix(1), options);
        DecodedUnit whole = StreamDecoder.DecodeAll(stream, Model).Units[0];
        int before = 0;
        for (int length = 0; length < stream.Length; length++)
        {
            byte[] cut = stream[..length];
            EdgeCodecException error = Assert.Throws<EdgeCodecException>(() => StreamDecoder.DecodeAll(cut, Model));
            int layers = 0;
            try
            {
                DecodedStream part = StreamDecoder.DecodeAll(cut, Model, Partial);
                DecodedUnit unit = Assert.Single(part.Units);
                layers = unit.Layers;
                AssertLeads(whole, unit);
                Assert.Equal((error.Status, error.Offset), (part.Error!.Status, part.Error.Offset));
                // Nothing but a sequence's end may be missing of a unit that is not partial.
                Assert.Equal(layers < Model.Latent.Layers, unit.IsPartial);
            }
            catch (EdgeCodecException e)
            {
                Assert.Equal((error.Status, error.Offset), (e.Status, e.Offset));
            }
            Assert.InRange(layers, before, before + 1);
            before = layers;
        }
        Assert.Equal(isSequence ? Model.Latent.Layers : Model.Latent.Layers - 1, before);
    }

    [Fact]
    public void DecodeAll_PictureWithoutLayerChecks_GivesTheError()
    {
        byte[] stream = StreamMaker.Encode(Model, new SplitMix(1));
        Errors.Expect(EdgeCodecStatus.StreamDamaged, () => StreamDecoder.DecodeAll(stream.AsSpan(0, stream.Length - 1), Model, Partial));
    }

    [Fact]
    public void DecodeAll_EveryFlippedBit_GivesOnlyLayersThatAreRight()
    {
        byte[] stream = StreamMaker.Encode(Model, new SplitMix(1), new EncodeOptions { LayerChecks = true });
        DecodedUnit whole = StreamDecoder.Decode(stream, Model);
        int recovered = 0;
        for (int bit = 0; bit < stream.Length * 8; bit++)
        {
            byte[] damaged = [.. stream];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                DecodedUnit unit = StreamDecoder.DecodeAll(damaged, Model, Partial).Units[0];
                AssertLeads(whole, unit);
                Assert.True(unit.IsPartial);
                recovered++;
            }
            catch (EdgeCodecException e)
            {
                Assert.InRange((int)e.Status, 30, 39);
            }
        }
        Assert.True(recovered > stream.Length, $"{recovered}");
    }

    [Fact]
    public void DecodeAll_SequenceCutAnywhere_GivesItsWholeUnits()
    {
        byte[] stream = StreamMaker.EncodeSequences(Model, new SplitMix(2));
        DecodedStream whole = StreamDecoder.DecodeAll(stream, Model);
        int before = 0;
        for (int length = 0; length < stream.Length; length++)
        {
            int units = 0;
            try
            {
                DecodedStream part = StreamDecoder.DecodeAll(stream.AsSpan(0, length), Model, Partial);
                units = part.Units.Count;
                Assert.All(part.Units.Zip(whole.Units), pair => Assert.Equal(pair.Second.Latent.Bits, pair.First.Latent.Bits));
                Assert.All(part.Units, unit => Assert.False(unit.IsPartial));
                Assert.NotNull(part.Error);
            }
            catch (EdgeCodecException e)
            {
                Assert.Equal((EdgeCodecStatus.StreamTruncated, 0), (e.Status, before));
            }
            Assert.InRange(units, before, before + 1);
            before = units;
        }
        Assert.Equal(whole.Units.Count, before);
    }

    [Fact]
    public void DecodeAll_SegmentThatNoEncoderWrites_GivesTheLayersBeforeIt()
    {
        byte[] stream = StreamMaker.Encode(Model, new SplitMix(1), new EncodeOptions { LayerChecks = true });
        DecodedUnit whole = StreamDecoder.Decode(stream, Model);
        int header = StreamDecoder.HeaderLength(stream);
        byte[] tooLong = StreamMaker.Seal(Model, stream.AsSpan(0, header), [.. stream.AsSpan(header, stream.Length - header - 4), .. new SplitMix(1).Bytes(90), 1]);
        Errors.Expect(EdgeCodecStatus.StreamDamaged, () => StreamDecoder.DecodeAll(tooLong, Model));
        DecodedUnit unit = StreamDecoder.DecodeAll(tooLong, Model, Partial).Units[0];
        Assert.Equal((4, true), (unit.Layers, unit.IsPartial));
        AssertLeads(whole, unit);
    }

    [Fact]
    public void DecodeAll_OtherErrors_AreNotMadeUpFor()
    {
        byte[] stream = StreamMaker.Encode(Model, new SplitMix(1), new EncodeOptions { LayerChecks = true });
        Errors.Expect(EdgeCodecStatus.WrongModel, () => StreamDecoder.DecodeAll(stream, RandomModels.Volume(7).Build(), Partial));
        Errors.Expect(EdgeCodecStatus.NotAStream, () => StreamDecoder.DecodeAll([1, 2, 3], Model, Partial));
        Errors.Expect(EdgeCodecStatus.StreamTruncated, () => StreamDecoder.DecodeAll([], Model, Partial));
    }

    private static void AssertLeads(DecodedUnit whole, DecodedUnit part)
    {
        int known = (int)(Model.Latent.ChannelsOf(part.Layers) * Model.Latent.Size.Volume);
        Assert.Equal(whole.Latent.Bits[..known], part.Latent.Bits[..known]);
        Assert.All(part.Latent.Bits[known..].ToArray(), b => Assert.Equal(0, b));
        Assert.Equal(Model.Latent.ChannelsOf(part.Layers), part.Latent.AvailableChannels);
    }
}
