using EdgeCodec.Training.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Tests;

public class LayerDropoutTests
{
    private readonly LayerDropout dropout = new([1, 2, 1]);

    [Fact]
    public void First_SendsTheChannelsOfLeadingLayersOnly()
    {
        Assert.Equal([1f, 0f, 0f, 0f], dropout.First(1).data<float>().ToArray());
        Assert.Equal([1f, 1f, 1f, 0f], dropout.First(2).data<float>().ToArray());
        Assert.Equal([1f, 1f, 1f, 1f], dropout.First(3).data<float>().ToArray());
        Assert.Equal([1L, 4L, 1L, 1L], dropout.First(1).shape);
    }

    [Fact]
    public void Draw_GivesEachPictureItsOwnNumber_EvenlyFromOneToAll()
    {
        random.manual_seed(6);
        Tensor mask = dropout.Draw(9000);
        Assert.Equal([9000L, 4L, 1L, 1L], mask.shape);
        float[] sent = mask.sum([1L, 2L, 3L]).data<float>().ToArray();
        // One channel, three, or four; a third each, within five standard errors of sqrt(2 / 9 / 9000).
        foreach (float channels in (float[])[1, 3, 4])
        {
            Assert.InRange(sent.Count(v => v == channels) / 9000.0, 1 / 3.0 - 0.025, 1 / 3.0 + 0.025);
        }
    }

    [Fact]
    public void BitLengths_OfLeadingChannels_DoNotDependOnLaterOnes()
    {
        random.manual_seed(1);
        using var _ = no_grad();
        var context = new ContextNetwork("context", 4, 8, 8);
        Tensor bits = rand(2, 4, 8, 8).gt(0.5).to(ScalarType.Float32) * 2 - 1, other = bits.clone();
        other[TensorIndex.Colon, 2] = -other[TensorIndex.Colon, 2];
        Tensor a = context.BitLengths(bits), b = context.BitLengths(other);
        Assert.True(a.narrow(1, 0, 2).equal(b.narrow(1, 0, 2)).all().item<bool>());
        Assert.Equal(context.CodeLength(bits).data<float>().ToArray(), a.sum([1L, 2L, 3L]).data<float>().ToArray());
    }
}
