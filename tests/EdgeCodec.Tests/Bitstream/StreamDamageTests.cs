using Xunit;

namespace EdgeCodec.Tests.Bitstream;

/// <summary>Fail closed: whatever is not the whole stream of this very model is an error, never another latent.</summary>
public class StreamDamageTests
{
    private static readonly EdgeModel Picture = StreamMaker.Picture;
    private static readonly EdgeModel Volume = StreamMaker.Volume;

    /// <summary>A picture of one layer; a volume of two; the same with layer checks; sequences.</summary>
    public static TheoryData<int> Kinds => [0, 1, 2, 3];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void DecodeAll_EveryTruncation_IsTruncatedOrDamaged(int kind)
    {
        (EdgeModel model, byte[] stream) = Make(kind);
        int header = StreamDecoder.HeaderLength(stream);
        for (int length = 0; length < stream.Length; length++)
        {
            EdgeCodecException e = Assert.Throws<EdgeCodecException>(() => StreamDecoder.DecodeAll(stream.AsSpan(0, length), model));
            bool isTold = length < header + 4 || kind == 3 ? e.Status == EdgeCodecStatus.StreamTruncated : e.Status == EdgeCodecStatus.StreamDamaged;
            Assert.True(isTold, $"{length} of {stream.Length} bytes: {e.Status}");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void DecodeAll_EverySingleBitFlip_IsAnError(int kind)
    {
        (EdgeModel model, byte[] stream) = Make(kind);
        int tag = kind == 3 ? 2 : 1;
        for (int bit = 0; bit < stream.Length * 8; bit++)
        {
            byte[] damaged = [.. stream];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            EdgeCodecException e = Assert.Throws<EdgeCodecException>(() => StreamDecoder.DecodeAll(damaged, model));
            Assert.InRange((int)e.Status, 30, 39);
            if (bit / 8 == tag || bit / 8 == tag + 1)
            {
                Assert.Equal(EdgeCodecStatus.WrongModel, e.Status);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Decode_TrailingBytesOrTwoPictures_IsDamaged(int kind)
    {
        (EdgeModel model, byte[] stream) = Make(kind);
        Errors.Expect(EdgeCodecStatus.StreamDamaged, () => StreamDecoder.Decode([.. stream, 0], model));
        Errors.Expect(EdgeCodecStatus.StreamDamaged, () => StreamDecoder.Decode([.. stream, 1, 2, 3, 4, 5, 6, 7, 8], model));
        Errors.Expect(EdgeCodecStatus.StreamDamaged, () => StreamDecoder.Decode([.. stream, .. stream], model));
        Errors.Expect(EdgeCodecStatus.StreamDamaged, () => StreamDecoder.Decode([.. stream, .. new byte[100_000]], model));
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
        (byte a, byte b) = (Picture.Identity[0], Picture.Identity[1]);
        Expect(Picture, "U16", [0xE1, a, b, 9, 0x90, 0, 0, 0, 0, 0]);
        Expect(Picture, "at least 4 x 4", [0xE0, a, b, 2, 0x90, 0, 0, 0, 0, 0]);
        Expect(Picture, "aspect", [0xE0, a, b, 126, 0x90, 0, 0, 0, 0, 0]);
        Expect(Picture, "takes none", [0xE4, a, b, 9, 0x90, 0, 2, 0, 1, 0, 0, 0, 0]);
        Expect(Picture, "layers is 1", [0xE4, a, b, 9, 0x90, 0, 4, 1, 0, 0, 0, 0]);
        Expect(Picture, "one layer", [0xE4, a, b, 9, 0x90, 0, 8, 0, 0, 0, 0]);
        (a, b) = (Volume.Identity[0], Volume.Identity[1]);
        Expect(Volume, "no window", [0xE2, a, b, 9, 0x90, 0, 0, 0, 0, 0]);
        Expect(Volume, "layers is 2", [0xE6, a, b, 9, 0x90, 0, 6, 0, 1, 2, 0, 0, 0, 0]);
        Expect(Volume, "one layer", [0xE6, a, b, 9, 0x90, 0, 14, 0, 1, 1, 0, 0, 0, 0]);

        static void Expect(EdgeModel model, string says, byte[] stream)
        {
            EdgeCodecException e = Errors.Expect(EdgeCodecStatus.StreamHeaderInvalid, () => StreamDecoder.Decode(stream, model));
            Assert.Contains(says, e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Decode_SegmentLengthThatCannotBe_IsDamagedEvenWithTheRightCheck()
    {
        // Sealed rightly, so that only the walk over segments can find it.
        (EdgeModel model, byte[] stream) = Make(1);
        int length = StreamDecoder.HeaderLength(stream);
        byte[] header = stream[..length];
        foreach (byte[] body in new byte[][] { [0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 1, 2, 3], [4, 1, 2, 3], [0x80], [], [0x80, 0x00, 1, 2, 3] })
        {
            Errors.Expect(EdgeCodecStatus.StreamDamaged, () => StreamDecoder.Decode(StreamMaker.Seal(model, header, body), model));
        }
    }

    [Fact]
    public void Decode_SegmentThatNoEncoderWrites_IsDamagedEvenWithTheRightCheck()
    {
        (EdgeModel model, byte[] stream) = Make(0);
        int length = StreamDecoder.HeaderLength(stream);
        byte[] header = stream[..length];
        byte[] body = stream[length..^4];
        Errors.Expect(EdgeCodecStatus.StreamDamaged, () => StreamDecoder.Decode(StreamMaker.Seal(model, header, [.. body, 0]), model));
        Errors.Expect(
            EdgeCodecStatus.StreamDamaged, () => StreamDecoder.Decode(StreamMaker.Seal(model, header, [.. body, .. new SplitMix(1).Bytes(99), 1]), model));
        Errors.Expect(EdgeCodecStatus.StreamDamaged, () => StreamDecoder.Decode(StreamMaker.Seal(model, header, [0xFF, 0xFF, 0xFF, 0xFF, 7]), model));
    }

    [Fact]
    public void Decode_AbsurdSizeInAShortStream_AllocatesNoMoreThanTheError()
    {
        // 65535 x 65535 x 16 samples, in 16 bytes; with a volume model that takes any size.
        byte[] stream = [0xEE, Volume.Identity[0], Volume.Identity[1], 0xFF, 0xFF, 0xFF, 0xFF, 3, 16, 0, 1, 1, 2, 3, 4];
        Assert.Equal(65535, StreamDecoder.ReadHeader(stream).Height);
        Errors.Expect(EdgeCodecStatus.StreamDamaged, () => StreamDecoder.Decode(stream, Volume));
        long least = long.MaxValue;
        for (int i = 0; i < 10; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<EdgeCodecException>(() => StreamDecoder.Decode(stream, Volume));
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.InRange(least, 0, 30_000);
    }

    [Fact]
    public void Decode_Sequence_IsHeaderInvalid()
    {
        (EdgeModel model, byte[] stream) = Make(3);
        EdgeCodecException e = Errors.Expect(EdgeCodecStatus.StreamHeaderInvalid, () => StreamDecoder.Decode(stream, model));
        Assert.Equal(0, e.Offset);
        Errors.Expect(EdgeCodecStatus.StreamHeaderInvalid, () => new StreamDecoder(model).DecodeBits(stream, new byte[9999], out _));
    }

    private static (EdgeModel Model, byte[] Stream) Make(int kind) => kind switch
    {
        0 => (Picture, StreamMaker.Encode(Picture, new SplitMix(4))),
        1 => (Volume, StreamMaker.Encode(Volume, new SplitMix(4))),
        2 => (StreamMaker.Layered, StreamMaker.Encode(StreamMaker.Layered, new SplitMix(4), new EncodeOptions { LayerChecks = true })),
        _ => (Volume, StreamMaker.EncodeSequences(Volume, new SplitMix(4), sequences: 2)),
    };
}
