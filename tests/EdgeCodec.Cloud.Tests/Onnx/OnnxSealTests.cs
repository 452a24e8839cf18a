using EdgeCodec.Tests;
using Xunit;

namespace EdgeCodec.Cloud.Tests.Onnx;

/// <summary>A network that was damaged would run like any other: its file says what it was.</summary>
public class OnnxSealTests
{
    [Fact]
    public void Open_AnyBitFlippedOrByteMissing_IsRefused()
    {
        using TestModel model = TestModel.Whole();
        byte[] good = TestNetworks.Head(model.Edge);
        for (int i = 0; i < good.Length; i++)
        {
            byte[] bad = [.. good];
            bad[i] ^= (byte)(1 << (i % 8));
            model.Write("heads/lesion.onnx", bad);
            CloudErrors.Expect(CloudStatus.OnnxInvalid, () => Segmentor.Open(model.Open()), "lesion.onnx", "digest");
        }
        foreach (int length in (int[])[0, 1, OnnxSeal.Length, good.Length / 2, good.Length - OnnxSeal.Length, good.Length - 1])
        {
            model.Write("heads/lesion.onnx", good[..length]);
            CloudErrors.Expect(CloudStatus.OnnxInvalid, () => Segmentor.Open(model.Open()), "lesion.onnx");
        }
        model.Write("heads/lesion.onnx", good);
        Segmentor.Open(model.Open()).Dispose();
    }

    [Fact]
    public void Open_DecoderWithDamagedWeights_IsRefused()
    {
        using TestModel model = TestModel.Whole();
        byte[] bad = TestNetworks.Decoder(model.Edge);
        bad[bad.Length / 3] ^= 1;
        model.Write("decoder.onnx", bad);
        CloudErrors.Expect(CloudStatus.OnnxInvalid, () => _ = new FeatureDecoder(model.Open()), "decoder.onnx", "damaged");
    }

    [Fact]
    public void Seal_OfASealedNetwork_IsTheSame_AndOfAChangedOneIsAccepted()
    {
        using TestModel model = TestModel.Whole();
        byte[] good = TestNetworks.Head(model.Edge);
        Assert.Equal(good, OnnxSeal.Seal(good));
        Assert.Equal(good, OnnxSeal.Seal(good.AsSpan(0, good.Length - OnnxSeal.Length)));
        byte[] bad = [.. good];
        bad[^1] ^= 1;
        model.Write("heads/lesion.onnx", OnnxSeal.Seal(bad));
        Segmentor.Open(model.Open()).Dispose();
    }
}
