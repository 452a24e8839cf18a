using System.Buffers.Binary;
using Xunit;

namespace EdgeCodec.Tests.Bitstream;

/// <summary>Fail closed: whatever is not the whole stream of this very model is an error, never another latent.</summary>
public class StreamDamageTests
{
    private static readonly EdgeModel Picture = RandomModels.Picture(1).Build();
    private static readonly EdgeModel Volume = RandomModels.Volume(1).Build();

    public static TheoryData<int> Models => [0, 1];

    [Theory]
    [MemberData(nameof(Models))]
    public void Decode_EveryTruncation_IsTruncatedOrDamaged(int which)
    {
        (EdgeModel model, byte[] stream) = Make(which);
        int header = StreamDecoder.ReadHeader(stream).HeaderBytes;
        for (int length = 0; length < stream.Length; length++)
        {
            EdgeCodecException e = Assert.Throws<EdgeCodecException>(() => StreamDecoder.Decode(stream.AsSpan(0, length), model));
            bool isTold = length < header + 4 ? e.Status == EdgeCodecStatus.StreamTruncated
                : e.Status is EdgeCodecStatus.StreamTruncated or EdgeCodecStatus.StreamDamaged;
            Assert.True(isTold, $"{length} of {stream.Length} bytes: {e.Status}");
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Decode_EverySingleBitFlip_IsAnError(int which)
    {
        (EdgeModel model, byte[] stream) = Make(which);
        for (int bit = 0; bit < stream.Length * 8; bit++)
        {
            byte[] damaged = [.. stream];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            EdgeCodecException e = Assert.Throws<EdgeCodecException>(() => StreamDecoder.Decode(damaged, model));
            EdgeCodecStatus[] expected = (bit / 8) switch
            {
                0 => [EdgeCodecStatus.NotAStream],
                2 or 3 => [EdgeCodecStatus.WrongModel],
                _ => [EdgeCodecStatus.StreamVersionUnsupported, EdgeCodecStatus.StreamHeaderInvalid, EdgeCodecStatus.StreamTruncated, EdgeCodecStatus.StreamDamaged],
            };
            Assert.Contains(e.Status, expected);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Decode_TrailingBytesOrTwoStreams_IsDamaged(int which)
    {
        (EdgeModel model, byte[] stream) = Make(which);
        Errors.Expect(EdgeCodecStatus.StreamDamaged, () => StreamDecoder.Decode([.. stream, 0], model));
        Errors.Expect(EdgeCodecStatus.StreamDamaged, () => StreamDecoder.Decode([.. stream, 1, 2, 3, 4, 5, 6, 7, 8], model));
        Errors.Expect(EdgeCodecStatus.StreamDamaged, () => StreamDecoder.Decode([.. stream, .. stream], model));
    }

    [Fact]
    public void Decode_StreamOfAnotherModel_IsWrongModelAndNamesBoth()
    {
        (_, byte[] stream) = Make(0);
        EdgeModel other = RandomModels.Picture(2).Build();
        EdgeCodecException e = Errors.Expect(EdgeCodecStatus.WrongModel, () => StreamDecoder.Decode(stream, other));
        Assert.Contains(Picture.IdentityHex[..4], e.Message, StringComparison.Ordinal);
        Assert.Contains(other.Name, e.Message, StringComparison.Ordinal);
        Assert.Contains(other.IdentityHex[..16], e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_StreamOfAnotherModelOfTheSameTag_IsDamaged()
    {
        // Two bytes of tag collide once in 65536 models; the check covers the other 30.
        (EdgeModel model, byte[] stream) = Make(0);
        byte[] file = RandomModels.Picture(1).Write();
        byte[] identity = model.Identity.ToArray();
        identity[31] ^= 0x80;
        EdgeModelWriter.Seal(file, identity);
        Errors.Expect(EdgeCodecStatus.StreamDamaged, () => StreamDecoder.Decode(stream, EdgeModel.Parse(file)));
    }

    [Fact]
    public void Decode_HeaderThatTheModelCannotHaveMade_IsHeaderInvalid()
    {
        byte tag0 = Picture.Identity[0];
        byte tag1 = Picture.Identity[1];
        Expect(Picture, "U16", [0xEC, 0x01, tag0, tag1, 10, 10, 0, 0, 0, 0]);
        Expect(Picture, "at least 4 x 4", [0xEC, 0x00, tag0, tag1, 3, 10, 0, 0, 0, 0]);
        Expect(Picture, "aspect", [0xEC, 0x00, tag0, tag1, 127, 10, 0, 0, 0, 0]);
        Expect(Picture, "takes none", [0xEC, 0x08, tag0, tag1, 10, 10, 0, 1, 0, 0, 0, 0]);
        Expect(Picture, "layer count is present", [0xEC, 0x04, tag0, tag1, 10, 10, 1, 0, 0, 0, 0]);
        tag0 = Volume.Identity[0];
        tag1 = Volume.Identity[1];
        Expect(Volume, "no window", [0xEC, 0x06, tag0, tag1, 10, 10, 1, 0, 0, 0, 0]);
        Expect(Volume, "layer count is absent", [0xEC, 0x0A, tag0, tag1, 10, 10, 0, 1, 0, 0, 0, 0]);
        Expect(Volume, "layers is 3", [0xEC, 0x0E, tag0, tag1, 10, 10, 0, 1, 3, 0, 0, 0, 0]);

        static void Expect(EdgeModel model, string says, byte[] stream)
        {
            EdgeCodecException e = Errors.Expect(EdgeCodecStatus.StreamHeaderInvalid, () => StreamDecoder.Decode(stream, model));
            Assert.Contains(says, e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Decode_SegmentLengthBeyondTheStream_IsTruncated()
    {
        // Sealed rightly, so that only the walk over segments can find it.
        (EdgeModel model, byte[] stream) = Make(1);
        int header = StreamDecoder.ReadHeader(stream).HeaderBytes;
        byte[] huge = Seal(model, [.. stream[..header], 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 1, 2, 3]);
        byte[] onePast = Seal(model, [.. stream[..header], 4, 1, 2, 3]);
        byte[] cutVarint = Seal(model, [.. stream[..header], 0x80]);
        Errors.Expect(EdgeCodecStatus.StreamTruncated, () => StreamDecoder.Decode(huge, model));
        Errors.Expect(EdgeCodecStatus.StreamTruncated, () => StreamDecoder.Decode(onePast, model));
        Errors.Expect(EdgeCodecStatus.StreamTruncated, () => StreamDecoder.Decode(cutVarint, model));
        byte[] longForm = Seal(model, [.. stream[..header], 0x80, 0x00, 1, 2, 3]);
        Errors.Expect(EdgeCodecStatus.StreamDamaged, () => StreamDecoder.Decode(longForm, model));
    }

    [Fact]
    public void Decode_SegmentThatNoEncoderWrites_IsDamagedEvenWithTheRightCheck()
    {
        (EdgeModel model, byte[] stream) = Make(0);
        int header = StreamDecoder.ReadHeader(stream).HeaderBytes;
        byte[] body = stream[..^4];
        Errors.Expect(EdgeCodecStatus.StreamDamaged, () => StreamDecoder.Decode(Seal(model, [.. body, 0]), model));
        Errors.Expect(EdgeCodecStatus.StreamDamaged, () => StreamDecoder.Decode(Seal(model, [.. body, .. new SplitMix(1).Bytes(99), 1]), model));
        Errors.Expect(
            EdgeCodecStatus.StreamDamaged, () => StreamDecoder.Decode(Seal(model, [.. body[..header], 0xFF, 0xFF, 0xFF, 0xFF, 7]), model));
    }

    [Fact]
    public void Decode_AbsurdSizeInAShortStream_AllocatesNoMoreThanTheError()
    {
        // 65535 x 65535 x 16 samples, in 15 bytes; with a volume model that takes any size.
        byte[] stream =
        [
            0xEC, 0x1E, Volume.Identity[0], Volume.Identity[1], 0xFF, 0xFF, 0x03, 0xFF, 0xFF, 0x03, 16, 0, 1, 2, 1, 2, 3, 4,
        ];
        Assert.Equal(65535, StreamDecoder.ReadHeader(stream).Height);
        Assert.Throws<EdgeCodecException>(() => StreamDecoder.Decode(stream, Volume));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<EdgeCodecException>(() => StreamDecoder.Decode(stream, Volume));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000);
    }

    private static (EdgeModel Model, byte[] Stream) Make(int which)
    {
        EdgeModel model = which == 0 ? Picture : Volume;
        (ImageMaker image, IntensityWindow? window) = ImageMaker.For(model, new SplitMix(4));
        return (model, new Encoder(model).Encode(image.View, new EncodeOptions { Window = window }));
    }

    private static byte[] Seal(EdgeModel model, byte[] body)
    {
        byte[] stream = [.. body, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32LittleEndian(stream.AsSpan(body.Length), StreamCheck.Compute(model, body));
        return stream;
    }
}
