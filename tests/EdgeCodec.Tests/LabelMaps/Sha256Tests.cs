using System.Buffers.Binary;
using System.Security.Cryptography;
using Xunit;

namespace EdgeCodec.Tests.LabelMaps;

public class Sha256Tests
{
    [Fact]
    public void Leading64_EveryLengthAndSplit_IsThatOfThePlatform()
    {
        var random = new SplitMix(256);
        for (int length = 0; length < 300; length++)
        {
            byte[] message = random.Bytes(length);
            int split = random.Next(0, length);
            ulong expected = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(message));
            Assert.Equal(expected, Sha256.Leading64(message, default));
            Assert.Equal(expected, Sha256.Leading64(message.AsSpan(0, split), message.AsSpan(split)));
        }
    }

    [Fact]
    public void Leading64_LongMessage_IsThatOfThePlatform()
    {
        byte[] message = new SplitMix(1).Bytes(1_000_003);
        Assert.Equal(BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(message)), Sha256.Leading64(message, default));
    }
}
