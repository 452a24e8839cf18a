using CsCheck;
using Xunit;

namespace EdgeCodec.Tests.Bitstream;

public class VarintTests
{
    [Fact]
    public void Read_WrittenNumber_GivesItBack() => Gen.UInt.Sample(value =>
    {
        var bytes = new byte[Varint.MaxBytes + 1];
        int count = Varint.Write(bytes, value);
        Assert.Equal(Varint.Result.Ok, Varint.Read(bytes, out uint read, out int consumed));
        Assert.Equal((value, count), (read, consumed));
        for (int cut = 0; cut < count; cut++)
        {
            Assert.Equal(Varint.Result.Truncated, Varint.Read(bytes.AsSpan(0, cut), out _, out int none));
            Assert.Equal(0, none);
        }
    });

    [Fact]
    public void ZigZag_AnyNumber_ComesBackAndIsSmallForSmallOnes()
    {
        Gen.Int.Sample(value => Assert.Equal(value, Varint.UnZigZag(Varint.ZigZag(value))));
        Assert.Equal([0u, 1u, 2u, 3u], new[] { 0, -1, 1, -2 }.Select(Varint.ZigZag));
    }

    [Theory]
    [InlineData(new byte[] { 0x80, 0x00 })]
    [InlineData(new byte[] { 0xFF, 0x80, 0x00 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x10 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 })]
    [InlineData(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80 })]
    public void Read_LongerFormOrTooLarge_IsInvalid(byte[] bytes) =>
        Assert.Equal(Varint.Result.Invalid, Varint.Read(bytes, out _, out _));
}
