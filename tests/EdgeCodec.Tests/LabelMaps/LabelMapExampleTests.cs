using Xunit;

namespace EdgeCodec.Tests.LabelMaps;

public class LabelMapExampleTests
{
    /// <summary>LABELMAP §6.</summary>
    [Fact]
    public void Encode_TheExampleOfTheDocument_GivesItsBytes()
    {
        byte[] labels =
        [
            0, 0, 0, 0, 0, 0, 0, 0,
            0, 1, 1, 1, 0, 0, 0, 0,
            1, 1, 1, 2, 2, 0, 0, 0,
            0, 1, 1, 2, 0, 0, 0, 0,
        ];
        AnsweredStream answered = AnsweredStream.OfUnits("abc"u8, default, 8, 4, 1);
        byte[] file = LabelMapEncoder.Encode(labels, answered, new LabelMapHead("lesion", 1, 3));
        Assert.Equal("eb20ba7816bf8f01cfea08040301066c6573696f6e7b17dec0edf081eb6a95", Convert.ToHexStringLower(file));
        var decoded = new byte[labels.Length];
        LabelMapDecoder.Decode(file, answered, decoded);
        Assert.Equal(labels, decoded);
    }

    /// <summary>Files of every kind are frozen: what a release wrote, later ones decode.</summary>
    [Theory]
    [InlineData(1, 65536, "00c8dcb9bcde4cda")]
    [InlineData(2, 4, "08e7db07d9fd21e7")]
    [InlineData(3, 2, "45cda636baceaa21")]
    public void Encode_FrozenMaps_GivesTheFrozenBytes(ulong seed, int mostLabels, string digest)
    {
        var random = new SplitMix(seed);
        byte[] files = [.. Enumerable.Range(0, 40).SelectMany(_ => LabelScene.Any(random, mostLabels).Encode())];
        Assert.Equal(digest, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(files))[..16]);
    }
}
