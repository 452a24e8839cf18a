using CsCheck;
using Xunit;

namespace EdgeCodec.Tests.Bitstream;

public class StreamRoundTripTests
{
    [Fact]
    public void Decode_EncodedImage_GivesHeaderAndLatentBack() => Gen.ULong.Sample(
        seed =>
        {
            var random = new SplitMix(seed);
            EdgeModel model = RandomModels.Any(seed).Build();
            var encoder = new Encoder(model);
            var decoder = new StreamDecoder(model);
            var bits = new byte[model.Latent.BitCount];
            for (int i = 0; i < 3; i++)
            {
                (ImageMaker image, IntensityWindow? window) = ImageMaker.For(model, random);
                EncodeOptions options = RandomOptions(random, model, window);
                byte[] stream = encoder.Encode(image.View, options);
                DecodedUnit unit = StreamDecoder.Decode(stream, model);
                Assert.Equal(StreamDecoder.ReadHeader(stream), unit.Header);
                Assert.Equal((image.Width, image.Height, image.Depth), (unit.Header.Width, unit.Header.Height, unit.Header.Depth));
                Assert.Equal((image.Type, window), (unit.Header.SampleType, unit.Header.Window));
                Assert.Equal((options.Spacing, options.Metadata), (unit.Header.Spacing, unit.Header.Metadata));
                Assert.Equal(options.Layers == model.Latent.Layers ? null : options.Layers, unit.Header.Layers);
                Assert.Equal((options.Layers!.Value, false), (unit.Layers, unit.IsPartial));
                AssertLatent(encoder.EncodeLatent(image.View, window), unit.Latent, model.Latent.ChannelsOf(unit.Layers));
                Assert.True(stream.Length <= encoder.MaxBytes + (options.Metadata?.Bytes.Length + 2 ?? 0));

                Assert.Equal(unit.Layers, decoder.DecodeBits(stream, bits, out StreamHeader header));
                Assert.Equal(unit.Header, header);
                Assert.Equal(unit.Latent.Bits, bits);
            }
        },
        iter: 300);

    [Fact]
    public void Encode_TwoLayers_LeadWithTheBytesOfOne()
    {
        EdgeModel model = RandomModels.Volume(5).Build();
        var encoder = new Encoder(model);
        (ImageMaker image, IntensityWindow? window) = ImageMaker.For(model, new SplitMix(2));
        byte[] one = encoder.Encode(image.View, new EncodeOptions { Window = window, Layers = 1 });
        byte[] two = encoder.Encode(image.View, new EncodeOptions { Window = window });
        int header1 = StreamDecoder.HeaderLength(one);
        int header2 = StreamDecoder.HeaderLength(two);
        int segment = one.Length - header1 - 4;
        Assert.Equal(Varint.Result.Ok, Varint.Read(two.AsSpan(header2), out uint length, out int consumed));
        Assert.Equal((uint)segment, length);
        Assert.Equal(one.AsSpan(header1, segment), two.AsSpan(header2 + consumed, segment));
    }

    [Fact]
    public void Encode_DestinationOneByteSmall_IsBufferTooSmallAndUntouched()
    {
        EdgeModel model = RandomModels.Picture(1).Build();
        var encoder = new Encoder(model);
        byte[] pixels = new SplitMix(1).Bytes(20 * 20 * 3);
        byte[] stream = encoder.Encode(PixelView.Packed(pixels, SampleType.U8, 3, 20, 20));
        var small = new byte[stream.Length - 1];
        EdgeCodecException e = Errors.Expect(
            EdgeCodecStatus.BufferTooSmall, () => encoder.Encode(PixelView.Packed(pixels, SampleType.U8, 3, 20, 20), small));
        Assert.Contains($"needs {stream.Length}", e.Message, StringComparison.Ordinal);
        Assert.All(small, b => Assert.Equal(0, b));
        var exact = new byte[stream.Length];
        Assert.Equal(stream.Length, encoder.Encode(PixelView.Packed(pixels, SampleType.U8, 3, 20, 20), exact));
        Assert.Equal(stream, exact);
        Errors.Expect(EdgeCodecStatus.BufferTooSmall, () => encoder.Encode(PixelView.Packed(pixels, SampleType.U8, 3, 20, 20), Span<byte>.Empty));
    }

    [Fact]
    public void DecodeBits_TooLittleRoom_IsBufferTooSmall() =>
        Errors.Expect(
            EdgeCodecStatus.BufferTooSmall,
            () => new StreamDecoder(StreamMaker.Picture).DecodeBits(
                StreamMaker.Encode(StreamMaker.Picture, new SplitMix(1)), new byte[StreamMaker.Picture.Latent.BitCount - 1], out _));

    [Fact]
    public void DecodeBits_LongerDestination_LeavesTheRestAlone()
    {
        int count = StreamMaker.Picture.Latent.BitCount;
        byte[] bits = [.. Enumerable.Repeat((byte)0xAA, count + 5)];
        new StreamDecoder(StreamMaker.Picture).DecodeBits(StreamMaker.Encode(StreamMaker.Picture, new SplitMix(1)), bits, out _);
        Assert.All(bits[..count], bit => Assert.InRange(bit, 0, 1));
        Assert.All(bits[count..], value => Assert.Equal(0xAA, value));
    }

    [Fact]
    public void Encode_WrongImageOrOptions_IsNamedByStatus()
    {
        var picture = new Encoder(RandomModels.Picture(1).Build());
        Errors.Expect(EdgeCodecStatus.ImageChannels, () => picture.Encode(PixelView.Packed(new byte[64], SampleType.U8, 1, 8, 8)));
        Errors.Expect(EdgeCodecStatus.ImageSampleType, () => picture.Encode(PixelView.Packed(new byte[384], SampleType.U16, 3, 8, 8)));
        Errors.Expect(EdgeCodecStatus.ImageTooSmall, () => picture.Encode(PixelView.Packed(new byte[3], SampleType.U8, 3, 1, 1)));
        Errors.Expect(EdgeCodecStatus.ImageAspect, () => picture.Encode(PixelView.Packed(new byte[2000 * 4 * 3], SampleType.U8, 3, 2000, 4)));
        Errors.Expect(
            EdgeCodecStatus.WindowNotAllowed,
            () => picture.Encode(PixelView.Packed(new byte[192], SampleType.U8, 3, 8, 8), new EncodeOptions { Window = new(0, 1) }));
        Errors.Expect(
            EdgeCodecStatus.InvalidArgument,
            () => picture.Encode(PixelView.Packed(new byte[192], SampleType.U8, 3, 8, 8), new EncodeOptions { Layers = 2 }));
        Errors.Expect(
            EdgeCodecStatus.StreamHeaderInvalid,
            () => picture.Encode(PixelView.Packed(new byte[192], SampleType.U8, 3, 8, 8), new EncodeOptions { Spacing = new(0, 1, 1) }));

        var volume = new Encoder(RandomModels.Volume(1).Build());
        Errors.Expect(EdgeCodecStatus.WindowRequired, () => volume.Encode(PixelView.Packed(new byte[128], SampleType.S16, 1, 8, 8)));
        Errors.Expect(
            EdgeCodecStatus.WindowInvalid,
            () => volume.Encode(PixelView.Packed(new byte[128], SampleType.S16, 1, 8, 8), new EncodeOptions { Window = new(0, 0) }));
        foreach (int layers in new[] { -1, 0, 3 })
        {
            Errors.Expect(
                EdgeCodecStatus.InvalidArgument,
                () => volume.Encode(
                    PixelView.Packed(new byte[128], SampleType.S16, 1, 8, 8), new EncodeOptions { Window = new(0, 1), Layers = layers }));
        }
    }

    [Fact]
    public void Write_HeaderOrLatentThatDoesNotFit_IsRefused()
    {
        EdgeModel model = RandomModels.Volume(9).Build();
        var encoder = new Encoder(model);
        (ImageMaker image, IntensityWindow? window) = ImageMaker.For(model, new SplitMix(3));
        DecodedUnit one = StreamDecoder.Decode(encoder.Encode(image.View, new EncodeOptions { Window = window, Layers = 1 }), model);
        var sealer = new StreamEncoder(model);
        Errors.Expect(EdgeCodecStatus.StreamHeaderInvalid, () => sealer.Write(one.Header with { Layers = 2 }, one.Latent));
        Errors.Expect(EdgeCodecStatus.InvalidArgument, () => sealer.Write(one.Header with { Layers = null }, one.Latent));
        Errors.Expect(EdgeCodecStatus.StreamHeaderInvalid, () => sealer.Write(one.Header with { Width = 0 }, one.Latent));
        Errors.Expect(EdgeCodecStatus.StreamHeaderInvalid, () => sealer.Write(one.Header with { LayerChecks = true }, one.Latent));
        Errors.Expect(EdgeCodecStatus.InvalidArgument, () => sealer.Write(one.Header with { Depth = 4, Slabs = 2 }, one.Latent));
        Errors.Expect(
            EdgeCodecStatus.WrongModel, () => new StreamEncoder(RandomModels.Volume(10).Build()).Write(one.Header, one.Latent));
    }

    private static EncodeOptions RandomOptions(SplitMix random, EdgeModel model, IntensityWindow? window) => new()
    {
        Window = window,
        Layers = random.Next(1, model.Latent.Layers),
        LayerChecks = random.Chance(50),
        Spacing = random.Chance(30) ? new VoxelSpacing((uint)random.Next(1, 1 << 30), (uint)random.Next(1, 99), 1) : null,
        Metadata = random.Chance(30) ? new StreamMetadata(random.Bytes(random.Next(0, 200))) : null,
    };

    private static void AssertLatent(Latent expected, Latent actual, int available)
    {
        int known = available * (int)expected.Size.Volume;
        Assert.Equal((expected.Channels, expected.Size, available), (actual.Channels, actual.Size, actual.AvailableChannels));
        Assert.Equal(expected.Bits[..known], actual.Bits[..known]);
        Assert.All(actual.Bits[known..].ToArray(), b => Assert.Equal(0, b));
    }
}
