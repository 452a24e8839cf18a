using EdgeCodec.Training.Export;
using EdgeCodec.Training.Networks;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace EdgeCodec.Training.Tests;

/// <summary>ONNX Runtime computes what TorchSharp does: within 1e-3 with float32 weights, 5e-2 of a logit with float16 ones.</summary>
public class OnnxExportTests
{
    private const int Side = 64;

    [Theory]
    [InlineData(false, 1e-3)]
    [InlineData(true, 2e-2)]
    public void Decoder_AgreesWithG(bool half, double tolerance)
    {
        using var _ = no_grad();
        random.manual_seed(1);
        var g = new ReconstructionNetwork(new Precision(), "g", 4);
        Settle(g, () => g.call(randn(4, 4, Side / 16, Side / 16).sign()));
        Tensor latent = randn(3, 4, Side / 16, Side / 16).sign();
        Assert.InRange(Difference(OnnxExport.Decoder(g, Side, half, []), "latent", latent, g.call(latent)), 0, tolerance);
    }

    [Theory]
    [InlineData(1, false, 1e-3)]
    [InlineData(3, false, 1e-3)]
    [InlineData(1, true, 5e-2)]
    public void Head_AgreesWithS(int inputs, bool half, double tolerance)
    {
        using var _ = no_grad();
        random.manual_seed(2);
        var s = new SegmentationNetwork(new Precision(), "s", inputs);
        Settle(s, () => s.call(rand(4, inputs, Side, Side)));
        Tensor x = rand(2, inputs, Side, Side);
        Assert.InRange(Difference(OnnxExport.Head(s, inputs == 3, 1, Side, half, []), inputs == 1 ? "map" : "image", x, s.call(x)), 0, tolerance);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Head_OfMirroredViews_AgreesWithTheirMean(int views)
    {
        using var _ = no_grad();
        random.manual_seed(4);
        var s = new SegmentationNetwork(new Precision(), "s", 1);
        Settle(s, () => s.call(rand(4, 1, Side, Side)));
        Tensor x = rand(3, 1, Side, Side), mean = s.call(x);
        if (views == 2) { mean = (mean + s.call(x.flip(3)).flip(3)) / 2; }
        else { mean = (mean + s.call(x.flip(3)).flip(3) + s.call(x.flip(2)).flip(2) + s.call(x.flip(2, 3)).flip(2, 3)) / 4; }
        Assert.InRange(Difference(OnnxExport.Head(s, false, views, Side, false, []), "map", x, mean), 0, 1e-3);
        Assert.InRange((s.Mean(x, views) - mean).abs().max().item<float>(), 0, 1e-4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Head_AgreesWithTheSmallSegmentor(int inputs)
    {
        using var _ = no_grad();
        random.manual_seed(3);
        var s = new SmallSegmentor(new Precision(), "s", inputs);
        Settle(s, () => s.call(rand(4, inputs, Side, Side)));
        Tensor x = rand(2, inputs, Side, Side);
        Assert.InRange(Difference(OnnxExport.Head(s, false, 1, Side, false, []), "map", x, s.call(x)), 0, 1e-3);
    }

    [Fact]
    public void Decoder_OfThreeChannels_AgreesWithG()
    {
        using var _ = no_grad();
        random.manual_seed(4);
        var g = new ReconstructionNetwork(new Precision(), "g", 4, mapChannels: 3);
        Settle(g, () => g.call(randn(4, 4, Side / 16, Side / 16).sign()));
        Tensor latent = randn(2, 4, Side / 16, Side / 16).sign(), map = g.call(latent);
        Assert.Equal([2L, 3L, Side, Side], map.shape);
        Assert.InRange(Difference(OnnxExport.Decoder(g, Side, false, []), "latent", latent, map), 0, 1e-3);
    }

    private static void Settle(nn.Module network, Action pass)
    {
        network.train();
        for (int i = 0; i < 20; i++) { pass(); }
        network.eval();
    }

    private static double Difference(byte[] onnx, string input, Tensor x, Tensor expected)
    {
        using var session = new InferenceSession(onnx);
        var value = new DenseTensor<float>(x.contiguous().data<float>().ToArray(), [.. x.shape.Select(d => (int)d)]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(input, value)]);
        float[] got = [.. results[0].AsEnumerable<float>()];
        float[] wanted = expected.contiguous().data<float>().ToArray();
        Assert.Equal(wanted.Length, got.Length);
        Assert.True(wanted.Max() - wanted.Min() > 0.05, "a constant output would agree with anything");
        return got.Zip(wanted, (a, b) => Math.Abs(a - b)).Max();
    }
}
