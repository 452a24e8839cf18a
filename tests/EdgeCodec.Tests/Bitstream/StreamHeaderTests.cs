using Xunit;

namespace EdgeCodec.Tests.Bitstream;

public class StreamHeaderTests
{
    [Fact]
    public void ReadHeader_AllFields_GivesThemWithItsLength()
    {
        // Flags: depth, window, layers, s16. 300 x 200 x 20, window -1000 + 1500, 2 layers.
        byte[] stream = [0xEC, 0x1E, 0xAB, 0xCD, 0xAC, 0x02, 0xC8, 0x01, 20, 0xCF, 0x0F, 0xDC, 0x0B, 2];
        StreamHeader header = StreamDecoder.ReadHeader(stream);
        var expected = new StreamHeader(0xABCD, 300, 200, 20, SampleType.S16, new IntensityWindow(-1000, 1500), 2) { HeaderBytes = 14 };
        Assert.Equal(expected, header);
        Assert.Equal("abcd", header.ModelTagHex);
        var written = new byte[StreamFormat.MaxHeaderBytes];
        Assert.Equal(14, StreamHeaderWriter.Write(header, written));
        Assert.Equal(stream, written[..14]);
        for (int cut = 0; cut < stream.Length; cut++)
        {
            EdgeCodecException e = Errors.Expect(EdgeCodecStatus.StreamTruncated, () => StreamDecoder.ReadHeader(stream.AsSpan(0, cut)));
            Assert.Equal(cut, e.Offset);
        }
    }

    [Fact]
    public void Write_LargestFields_FitTheBound()
    {
        var header = new StreamHeader(0xFFFF, 65535, 65535, 16, SampleType.S16, new IntensityWindow(65535, 65535), 15);
        StreamHeader deep = header with { Width = 16, Depth = 65535 };
        foreach (StreamHeader h in new[] { header, deep })
        {
            var bytes = new byte[StreamFormat.MaxHeaderBytes];
            int length = StreamHeaderWriter.Write(h, bytes);
            Assert.Equal(h with { HeaderBytes = length }, StreamDecoder.ReadHeader(bytes.AsSpan(0, length)));
        }
    }

    [Theory]
    [InlineData(EdgeCodecStatus.NotAStream, 0, new byte[] { 0xED, 0x00, 1, 2, 10, 10 })]
    [InlineData(EdgeCodecStatus.NotAStream, 0, new byte[] { 0xFF, 0xD8, 0xFF, 0xE0 })]
    [InlineData(EdgeCodecStatus.StreamVersionUnsupported, 1, new byte[] { 0xEC, 0x20, 1, 2, 10, 10 })]
    [InlineData(EdgeCodecStatus.StreamVersionUnsupported, 1, new byte[] { 0xEC, 0xE3, 1, 2, 10, 10 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 1, new byte[] { 0xEC, 0x03, 1, 2, 10, 10 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 4, new byte[] { 0xEC, 0x00, 1, 2, 0, 10 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 5, new byte[] { 0xEC, 0x00, 1, 2, 10, 0 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 4, new byte[] { 0xEC, 0x00, 1, 2, 0x80, 0x80, 0x04, 10 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 4, new byte[] { 0xEC, 0x00, 1, 2, 0x8A, 0x00, 10 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 4, new byte[] { 0xEC, 0x00, 1, 2, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 10 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 6, new byte[] { 0xEC, 0x10, 1, 2, 10, 10, 0 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 6, new byte[] { 0xEC, 0x10, 1, 2, 10, 10, 1 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 6, new byte[] { 0xEC, 0x08, 1, 2, 10, 10, 0x81, 0x80, 0x04, 1 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 6, new byte[] { 0xEC, 0x08, 1, 2, 10, 10, 0x80, 0x80, 0x08, 1 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 7, new byte[] { 0xEC, 0x08, 1, 2, 10, 10, 0, 0 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 7, new byte[] { 0xEC, 0x08, 1, 2, 10, 10, 0, 0x80, 0x80, 0x04 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 6, new byte[] { 0xEC, 0x04, 1, 2, 10, 10, 0 })]
    [InlineData(EdgeCodecStatus.StreamHeaderInvalid, 6, new byte[] { 0xEC, 0x04, 1, 2, 10, 10, 16 })]
    [InlineData(
        EdgeCodecStatus.StreamHeaderInvalid, 4, new byte[] { 0xEC, 0x10, 1, 2, 0xFF, 0xFF, 0x03, 0xFF, 0xFF, 0x03, 0xFF, 0xFF, 0x03 })]
    public void ReadHeader_FieldOutsideItsRange_IsNamedWithItsOffset(EdgeCodecStatus status, int offset, byte[] stream)
    {
        EdgeCodecException e = Errors.Expect(status, () => StreamDecoder.ReadHeader(stream));
        Assert.Equal(offset, e.Offset);
        Assert.Contains($"byte {offset}", e.Message, StringComparison.Ordinal);
    }
}
