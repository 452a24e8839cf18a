using Xunit;

namespace EdgeCodec.Tests.Bitstream;

public class StreamHeaderTests
{
    /// <summary>Flags: s16, options. 300 x 200 x 20, window -1000 + 1500, 2 layers with checks, spacing, 7 slabs, metadata.</summary>
    private static readonly byte[] Full =
    [
        0xE3, 0xE6, 0xAB, 0xCD, 0x2B, 0x71, 0x0C, 0x7F, 20, 0xCF, 0x0F, 0xDC, 0x0B, 2, 0x80, 0x89, 0x7A, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 7, 3, 0xDA, 0x7A, 0x00,
    ];

    [Fact]
    public void ReadHeader_AllFields_GivesThemWithItsLength()
    {
        StreamHeader header = StreamDecoder.ReadHeader(Full);
        int length = StreamDecoder.HeaderLength(Full);
        var expected = new StreamHeader(0xABCD, 300, 200, 20, SampleType.S16, new IntensityWindow(-1000, 1500), 2)
        {
            LayerChecks = true,
            Spacing = new VoxelSpacing(2_000_000, 1, uint.MaxValue),
            Slabs = 7,
            Metadata = new StreamMetadata([0xDA, 0x7A, 0x00]),
        };
        Assert.Equal(expected, header);
        Assert.Equal(Full.Length, length);
        Assert.Equal("abcd", header.ModelTagHex);
        var written = new byte[StreamHeaderWriter.MaxBytes(header)];
        Assert.Equal(Full.Length - 1, StreamHeaderWriter.Write(header, written));
        Assert.Equal(Full[1..], written[..(Full.Length - 1)]);
    }

    [Fact]
    public void ReadHeader_CutAnywhere_IsTruncatedAtItsEnd()
    {
        for (int cut = 0; cut < Full.Length; cut++)
        {
            EdgeCodecException e = Errors.Expect(EdgeCodecStatus.StreamTruncated, () => StreamDecoder.ReadHeader(Full.AsSpan(0, cut)));
            Assert.Equal(cut, e.Offset);
        }
    }

    [Theory]
    [InlineData(1, 1, 6)]
    [InlineData(4096, 4096, 6)]
    [InlineData(4097, 1, 7)]
    [InlineData(65535, 65535, 7)]
    public void Write_PictureWithoutOptions_TakesSixOrSevenBytes(int width, int height, int bytes)
    {
        var header = new StreamHeader(0xFFFF, width, height, 1, SampleType.U8, null, null);
        var written = new byte[StreamHeaderWriter.MaxBytes(header)];
        Assert.Equal(bytes, StreamHeaderWriter.Write(header, written));
        Assert.Equal(header, StreamDecoder.ReadHeader(written.AsSpan(0, bytes)));
    }

    [Fact]
    public void Write_LargestFields_FitTheBound()
    {
        var header = new StreamHeader(0xFFFF, 4097, 255, 65535, SampleType.S16, new IntensityWindow(65535, 65535), 14)
        {
            LayerChecks = true,
            Spacing = new VoxelSpacing(uint.MaxValue, uint.MaxValue, uint.MaxValue),
            Slabs = 65535,
            Metadata = new StreamMetadata(new byte[StreamMetadata.MaxBytes]),
        };
        var bytes = new byte[StreamHeaderWriter.MaxBytes(header)];
        int length = StreamHeaderWriter.Write(header, bytes);
        Assert.Equal(StreamFormat.MaxHeaderBytes, length);
        Assert.Equal(header, StreamDecoder.ReadHeader([StreamFormat.SequenceMarker, .. bytes]));
    }

    [Theory]
    [InlineData(EdgeCodecStatus.NotAStream, 0, new byte[] { 0x1F, 0x8B, 0x08 })]
    [InlineData(EdgeCodecStatus.NotAStream, 0, new byte[] { 0xFF, 0xD8, 0xFF, 0xE0 })]
    [InlineData(EdgeCodecStatus.NotAStream, 0, new byte[] { 0xEF, 0xBB, 0xBF, 0x20 })]
    [InlineData(EdgeCodecStatus.NotAStream, 0, new byte[] { 0xE7, 1, 2, 0, 0, 0 })]
    [InlineData(EdgeCodecStatus.StreamVersionUnsupported, 0, new byte[] { 0xD0, 1, 2, 0, 0, 0 })]
    [InlineData(EdgeCodecStatus.StreamVersionUnsupported, 0, new byte[] { 0xC3, 1, 2, 0, 0, 0 })]
    [InlineData(EdgeCodecStatus.StreamVersionUnsupported, 6, new byte[] { 0xE4, 1, 2, 0, 0, 0, 0x81, 2 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 1, new byte[] { 0xE3, 0xE3, 1, 2, 0, 0, 0 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 1, new byte[] { 0xE3, 0xD0, 1, 2, 0, 0, 0 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 3, new byte[] { 0xE8, 1, 2, 0, 0, 0xFF, 0xFF })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 3, new byte[] { 0xE8, 1, 2, 0xFF, 0xFF, 0, 0 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 3, new byte[] { 0xE8, 1, 2, 0x00, 0x10, 0x00, 0x10 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 6, new byte[] { 0xE4, 1, 2, 0, 0, 0, 0 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 6, new byte[] { 0xE4, 1, 2, 0, 0, 0, 0x21, 9, 2 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 7, new byte[] { 0xE3, 0xE4, 1, 2, 0, 0, 0, 0x20, 2 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 7, new byte[] { 0xE4, 1, 2, 0, 0, 0, 1, 1 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 7, new byte[] { 0xE4, 1, 2, 0, 0, 0, 1, 0 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 7, new byte[] { 0xE4, 1, 2, 0, 0, 0, 1, 0x80, 0x80, 0x04 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 7, new byte[] { 0xE4, 1, 2, 0, 0, 0, 1, 0x8A, 0x00 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 7, new byte[] { 0xE4, 1, 2, 0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 7, new byte[] { 0xE4, 1, 2, 0, 0, 0, 2, 0x81, 0x80, 0x04, 1 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 7, new byte[] { 0xE4, 1, 2, 0, 0, 0, 2, 0x80, 0x80, 0x08, 1 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 8, new byte[] { 0xE4, 1, 2, 0, 0, 0, 2, 0, 0 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 8, new byte[] { 0xE4, 1, 2, 0, 0, 0, 2, 0, 0x80, 0x80, 0x04 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 7, new byte[] { 0xE4, 1, 2, 0, 0, 0, 4, 0 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 7, new byte[] { 0xE4, 1, 2, 0, 0, 0, 4, 15 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 8, new byte[] { 0xE4, 1, 2, 0, 0, 0, 16, 1, 0, 1 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 9, new byte[] { 0xE3, 0xE4, 1, 2, 0, 0, 0, 0x21, 9, 1 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 9, new byte[] { 0xE3, 0xE4, 1, 2, 0, 0, 0, 0x21, 9, 10 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 7, new byte[] { 0xE4, 1, 2, 0, 0, 0, 0x40, 0x81, 0x20 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 0, new byte[] { 0xEC, 1, 2, 0xFF, 0xFF, 0xFF, 0xFF, 1, 17 })]
    public void ReadHeader_FieldOutsideItsRange_IsNamedWithItsOffset(EdgeCodecStatus status, int offset, byte[] stream)
    {
        EdgeCodecException e = Errors.Expect(status, () => StreamDecoder.ReadHeader(stream));
        Assert.Equal(offset, e.Offset);
        Assert.Contains($"byte {offset}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SlabAt_AnyNumberOfSlabs_CoversTheDepthEvenly()
    {
        for (int depth = 2; depth < 40; depth++)
        {
            for (int slabs = 2; slabs <= depth; slabs++)
            {
                var header = new StreamHeader(0, 8, 8, depth, SampleType.U8, null, null) { Slabs = slabs };
                int next = 0;
                for (int i = 0; i < slabs; i++)
                {
                    (int start, int count) = header.SlabAt(i);
                    Assert.Equal(next, start);
                    Assert.InRange(count, depth / slabs, (depth / slabs) + 1);
                    next += count;
                }
                Assert.Equal(depth, next);
            }
        }
    }

    [Fact]
    public void Metadata_MoreThanTheLimit_IsRefused() =>
        Errors.Expect(EdgeCodecStatus.InvalidArgument, () => _ = new StreamMetadata(new byte[StreamMetadata.MaxBytes + 1]));
}
