using Xunit;

namespace EdgeCodec.Tests;

public class LatentTests
{
    private static readonly LatentSpec Spec = new() { Channels = 3, Size = new(1, 2, 2), LayerChannels = [1, 2] };

    [Fact]
    public void Create_FewerLayers_ClearsTheOthersAndCopies()
    {
        byte[] bits = [1, 0, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1];
        Latent one = Latent.Create(Spec, bits, layers: 1);
        Latent all = Latent.Create(Spec, bits);
        Assert.Equal((1, 3), (one.AvailableChannels, all.AvailableChannels));
        Assert.Equal([1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0], one.Bits.ToArray());
        bits[0] = 0;
        Assert.Equal(1, all.Bits[0]);
    }

    [Fact]
    public void Create_WrongLengthValueOrLayers_IsInvalidArgument()
    {
        Errors.Expect(EdgeCodecStatus.InvalidArgument, () => Latent.Create(Spec, new byte[11]));
        Errors.Expect(EdgeCodecStatus.InvalidArgument, () => Latent.Create(Spec, new byte[13]));
        EdgeCodecException e = Errors.Expect(EdgeCodecStatus.InvalidArgument, () => Latent.Create(Spec, [0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
        Assert.Contains("bit 2 is 2", e.Message, StringComparison.Ordinal);
        Errors.Expect(EdgeCodecStatus.InvalidArgument, () => Latent.Create(Spec, new byte[12], 0));
        Errors.Expect(EdgeCodecStatus.InvalidArgument, () => Latent.Create(Spec, new byte[12], 3));
    }

    [Fact]
    public void IdealBits_LayersOfALatent_SumUpAndNeedTheLayers()
    {
        EdgeModel model = RandomModels.Volume(4).Build();
        byte[] bits = new SplitMix(1).Bytes(model.Latent.BitCount);
        for (int i = 0; i < bits.Length; i++)
        {
            bits[i] &= 1;
        }
        Latent both = Latent.Create(model.Latent, bits);
        Latent one = Latent.Create(model.Latent, bits, layers: 1);
        Assert.Equal(CodeLength.IdealBits(model, both, 1), CodeLength.IdealBits(model, one));
        Assert.True(CodeLength.IdealBits(model, both) > CodeLength.IdealBits(model, one));
        Errors.Expect(EdgeCodecStatus.InvalidArgument, () => CodeLength.IdealBits(model, one, 2));
        Errors.Expect(EdgeCodecStatus.InvalidArgument, () => CodeLength.IdealBits(RandomModels.Picture(1).Build(), both));
    }
}
