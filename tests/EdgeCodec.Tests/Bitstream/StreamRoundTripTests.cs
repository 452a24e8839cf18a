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
            for (int i = 0; i < 3; i++)
            {
                (ImageMaker image, IntensityWindow? window) = ImageMaker.For(model, random);
                int layers = random.Next(1, model.Latent.Layers);
                byte[] stream = encoder.Encode(image.View, new EncodeOptions { Window = window, Layers = layers });
                DecodedStream decoded = StreamDecoder.Decode(stream, model);
                Assert.Equal(StreamDecoder.ReadHeader(stream), decoded.Header);
                Assert.Equal((image.Width, image.Height, image.Depth), (decoded.Header.Width, decoded.Header.Height, decoded.Header.Depth));
                Assert.Equal((image.Type, window), (decoded.Header.SampleType, decoded.Header.Window));
                Assert.Equal(model.Latent.Layers > 1 ? layers : null, decoded.Header.Layers);
                Assert.Equal((layers, stream.Length), (decoded.Layers, decoded.TotalBytes));
                AssertLatent(encoder.EncodeLatent(image.View, window), decoded.Latent, model.Latent.ChannelsOf(layers));
                Assert.True(stream.Length <= encoder.MaxBytes);
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
        StreamHeader header = StreamDecoder.ReadHeader(one);
        int segment = one.Length - header.HeaderBytes - 4;
        Assert.Equal(Varint.Result.Ok, Varint.Read(two.AsSpan(header.HeaderBytes), out uint length, out int consumed));
        Assert.Equal((uint)segment, length);
        Assert.Equal(one.AsSpan(header.HeaderBytes, segment), two.AsSpan(header.HeaderBytes + consumed, segment));
    }

    [Fact]
    public void Encode_CommonPicture_TakesTenToTwelveBytesBesidesThePayload()
    {
        EdgeModel model = RandomModels.Picture(1).Build();
        DecodedStream decoded = StreamDecoder.Decode(new Encoder(model).Encode(PixelView.Packed(new byte[767 * 1022 * 3], SampleType.U8, 3, 1022, 767)), model);
        Assert.Equal((8, 4), (decoded.Header.HeaderBytes, decoded.CheckBytes));
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
    public void Write_FewerLayersOfADecodedStream_EqualsEncodingFewer()
    {
        EdgeModel model = RandomModels.Volume(9).Build();
        var encoder = new Encoder(model);
        (ImageMaker image, IntensityWindow? window) = ImageMaker.For(model, new SplitMix(3));
        DecodedStream both = StreamDecoder.Decode(encoder.Encode(image.View, new EncodeOptions { Window = window }), model);
        byte[] expected = encoder.Encode(image.View, new EncodeOptions { Window = window, Layers = 1 });
        var sealer = new StreamEncoder(model);
        Assert.Equal(expected, sealer.Write(both.Header with { Layers = 1 }, both.Latent).ToArray());

        DecodedStream one = StreamDecoder.Decode(expected, model);
        Errors.Expect(EdgeCodecStatus.InvalidArgument, () => sealer.Write(one.Header with { Layers = 2 }, one.Latent));
        Errors.Expect(EdgeCodecStatus.StreamHeaderInvalid, () => sealer.Write(one.Header with { Layers = null }, one.Latent));
        Errors.Expect(EdgeCodecStatus.StreamHeaderInvalid, () => sealer.Write(one.Header with { Width = 0 }, one.Latent));
        Errors.Expect(
            EdgeCodecStatus.WrongModel, () => new StreamEncoder(RandomModels.Volume(10).Build()).Write(one.Header, one.Latent));
    }

    private static void AssertLatent(Latent expected, Latent actual, int available)
    {
        int known = available * (int)expected.Size.Volume;
        Assert.Equal((expected.Channels, expected.Size, available), (actual.Channels, actual.Size, actual.AvailableChannels));
        Assert.Equal(expected.Bits[..known], actual.Bits[..known]);
        Assert.All(actual.Bits[known..].ToArray(), b => Assert.Equal(0, b));
    }
}
