using EdgeCodec.Bench.LabelMaps;
using EdgeCodec.Tests;
using EdgeCodec.Tests.LabelMaps;
using Xunit;

namespace EdgeCodec.Bench.Tests;

/// <summary>A peer that loses labels, or is run badly, would make the comparison worthless. Each decodes what it made.</summary>
public class LabelPeerTests
{
    [Fact]
    public void Encode_AnyVolume_ComesBackFromEveryPeer()
    {
        var random = new SplitMix(17);
        for (int i = 0; i < 40; i++)
        {
            LabelScene scene = LabelScene.Any(random, mostLabels: i % 4 == 0 ? 256 : 6);
            var volume = new LabelVolume("scene", scene.Width, scene.Height, scene.Depth, scene.Bytes);
            foreach (ILabelPeer peer in (ILabelPeer[])[new OwnPeer(), new OffsetPeer(), BarePeer.Lz4, BarePeer.Deflate])
            {
                Assert.NotEmpty(peer.Encode(volume));
            }
            if (volume.Greatest < 6) { Assert.Equal(volume.Greatest > 0, new FaxPeer().Encode(volume).Length > 0); }
        }
    }

    [Fact]
    public void Encode_ABlankPage_IsAsShortAsG4CanMakeIt()
    {
        // One bit says that a white row is as the row above; a black one would take two, so this tells whether the
        // background is white. The page ends with two marks of 12 bits.
        byte[] page = new byte[512 * 512];
        page[^1] = 1;
        Assert.InRange(new FaxPeer().Encode(new LabelVolume("page", 512, 512, 1, page)).Length, 512 / 8, (512 / 8) + 12);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 4)]
    [InlineData(15, 4)]
    [InlineData(16, 8)]
    [InlineData(255, 8)]
    public void Packed_Labels_TakeTheFewestBitsThatDivideAByte(int greatest, int bits)
    {
        byte[] labels = [0, (byte)greatest, 0, 1, 0, 0, 0, 0, 0, (byte)greatest];
        var volume = new LabelVolume("row", 5, 2, 1, labels);
        byte[] packed = volume.Packed();
        int rowBytes = ((5 * bits) + 7) / 8;
        Assert.Equal((bits, 2 * rowBytes), (volume.LabelBits, packed.Length));
        int second = bits % 8;
        Assert.Equal(greatest, (packed[bits / 8] >> (8 - bits - second)) & ((1 << bits) - 1));
    }
}
