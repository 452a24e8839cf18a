using Xunit;

namespace EdgeCodec.Tests.LabelMaps;

public class LabelMapHeaderTests
{
    /// <summary>magic, flags, digest, 4 x 3, two labels, head version 1, "h".</summary>
    private static readonly byte[] Least = [0xEB, 0x20, 1, 2, 3, 4, 5, 6, 7, 8, 4, 3, 2, 1, 1, (byte)'h'];

    [Fact]
    public void ReadHeader_LeastHeader_GivesItsFields()
    {
        LabelMapHeader header = LabelMapDecoder.ReadHeader(Least);
        Assert.Equal((1, 0x0102030405060708ul, 4, 3, 1), (header.Version, header.StreamDigest, header.Width, header.Height, header.Depth));
        Assert.Equal((2, 1, "h", 0, 16), (header.LabelCount, header.HeadVersion, header.HeadName, header.Reference.Length, header.HeaderBytes));
    }

    [Fact]
    public void ReadHeader_AllFields_GivesThemAndEveryCutIsTruncated()
    {
        byte[] reference = [.. Enumerable.Range(100, 16).Select(i => (byte)i)];
        byte[] file = [0xEB, 0x38, 1, 2, 3, 4, 5, 6, 7, 8, 0xAC, 0x02, 0xC8, 0x01, 20, 0x80, 0x80, 0x04, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 2, 0xC3, 0xA9, .. reference];
        LabelMapHeader header = LabelMapDecoder.ReadHeader(file);
        Assert.Equal((300, 200, 20), (header.Width, header.Height, header.Depth));
        Assert.Equal((65536, int.MaxValue, "é", file.Length), (header.LabelCount, header.HeadVersion, header.HeadName, header.HeaderBytes));
        Assert.Equal(reference, header.Reference.ToArray());
        for (int cut = 0; cut < file.Length; cut++)
        {
            EdgeCodecException e = Errors.Expect(EdgeCodecStatus.LabelMapTruncated, () => LabelMapDecoder.ReadHeader(file.AsSpan(0, cut)));
            Assert.Equal(cut, e.Offset);
        }
    }

    [Fact]
    public void Encode_LongestHeader_FitsTheBound()
    {
        string name = new('n', 64);
        byte[] file = LabelMapEncoder.Encode(new ushort[65535 * 300], new AnsweredStream(ulong.MaxValue, 65535, 150, 2), new LabelMapHead(name, int.MaxValue, 65536), new byte[16]);
        Assert.InRange(LabelMapDecoder.ReadHeader(file).HeaderBytes, 100, LabelMapFormat.MaxHeaderBytes);
    }

    [Theory]
    [InlineData(0, 0xEC, EdgeCodecStatus.NotALabelMap, 0)]
    [InlineData(0, 0xFF, EdgeCodecStatus.NotALabelMap, 0)]
    [InlineData(1, 0x00, EdgeCodecStatus.LabelMapVersionUnsupported, 1)]
    [InlineData(1, 0x40, EdgeCodecStatus.LabelMapVersionUnsupported, 1)]
    [InlineData(1, 0xE0, EdgeCodecStatus.LabelMapVersionUnsupported, 1)]
    [InlineData(1, 0x21, EdgeCodecStatus.LabelMapHeaderInvalid, 1)]
    [InlineData(1, 0x22, EdgeCodecStatus.LabelMapHeaderInvalid, 1)]
    [InlineData(1, 0x24, EdgeCodecStatus.LabelMapHeaderInvalid, 1)]
    [InlineData(10, 0x00, EdgeCodecStatus.LabelMapHeaderInvalid, 10)]
    [InlineData(11, 0x00, EdgeCodecStatus.LabelMapHeaderInvalid, 11)]
    [InlineData(12, 0x00, EdgeCodecStatus.LabelMapHeaderInvalid, 12)]
    [InlineData(13, 0x00, EdgeCodecStatus.LabelMapHeaderInvalid, 13)]
    [InlineData(14, 0x00, EdgeCodecStatus.LabelMapHeaderInvalid, 14)]
    [InlineData(14, 0x41, EdgeCodecStatus.LabelMapHeaderInvalid, 14)]
    [InlineData(15, 0x1F, EdgeCodecStatus.LabelMapHeaderInvalid, 15)]
    [InlineData(15, 0x7F, EdgeCodecStatus.LabelMapHeaderInvalid, 15)]
    [InlineData(15, 0xFF, EdgeCodecStatus.LabelMapHeaderInvalid, 15)]
    public void ReadHeader_FieldOutsideItsRange_IsNamedWithItsOffset(int at, byte value, EdgeCodecStatus status, int offset)
    {
        byte[] file = [.. Least];
        file[at] = value;
        EdgeCodecException e = Errors.Expect(status, () => LabelMapDecoder.ReadHeader(file));
        Assert.Equal(offset, e.Offset);
        Assert.Contains($"byte {offset}", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0x80, 0x80, 0x04, 3, 2, 1 }, false, 10)]
    [InlineData(new byte[] { 0x84, 0x00, 3, 2, 1 }, false, 10)]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 3, 2, 1 }, false, 10)]
    [InlineData(new byte[] { 4, 3, 1, 2, 1 }, true, 12)]
    [InlineData(new byte[] { 0xFF, 0xFF, 0x03, 0xFF, 0xFF, 0x03, 0xFF, 0xFF, 0x03, 2, 1 }, true, 10)]
    [InlineData(new byte[] { 4, 3, 0x81, 0x80, 0x04, 1 }, false, 12)]
    [InlineData(new byte[] { 4, 3, 2, 0x80, 0x80, 0x80, 0x80, 0x08 }, false, 13)]
    public void ReadHeader_NumberOutsideItsRange_IsNamedWithItsOffset(byte[] numbers, bool deep, int offset)
    {
        byte[] file = [0xEB, (byte)(deep ? 0x30 : 0x20), 1, 2, 3, 4, 5, 6, 7, 8, .. numbers, 1, (byte)'h'];
        EdgeCodecException e = Errors.Expect(EdgeCodecStatus.LabelMapHeaderInvalid, () => LabelMapDecoder.ReadHeader(file));
        Assert.Equal(offset, e.Offset);
    }

    [Fact]
    public void Encode_ArgumentOutsideItsRange_IsInvalidArgument()
    {
        var answered = new AnsweredStream(1, 4, 3, 1);
        var labels = new byte[12];
        var head = new LabelMapHead("h", 1, 2);
        void IsInvalid(byte[] labels, AnsweredStream answered, LabelMapHead head, int referenceBytes = 0) => Errors.Expect(
            EdgeCodecStatus.InvalidArgument, () => LabelMapEncoder.Encode(labels, answered, head, new byte[referenceBytes]));
        IsInvalid(new byte[11], answered, head);
        IsInvalid(labels, answered with { Width = 0 }, head);
        IsInvalid(labels, answered with { Width = -4, Height = -3 }, head);
        IsInvalid(new byte[65536], new AnsweredStream(1, 65536, 1, 1), head);
        IsInvalid(labels, answered, head with { Name = "" });
        IsInvalid(labels, answered, head with { Name = new string('é', 33) });
        IsInvalid(labels, answered, head with { Name = "a\nb" });
        IsInvalid(labels, answered, head with { Name = "a\uD800" });
        IsInvalid(labels, answered, head with { Version = 0 });
        IsInvalid(labels, answered, head with { LabelCount = 0 });
        IsInvalid(labels, answered, head with { LabelCount = 65537 });
        IsInvalid([.. labels[1..], 2], answered, head);
        IsInvalid(labels, answered, head, referenceBytes: 15);
        Assert.Throws<ArgumentNullException>(() => LabelMapEncoder.Encode(labels, answered, null!));
    }
}
