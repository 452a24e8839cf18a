using EdgeCodec.Training.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Tests;

public class CompressorTests
{
    [Fact]
    public void TakeFrom_OneOfOtherLayers_IsRefused()
    {
        var mobile = new Compressor("c", 4, CompressorPlan.Named("mobile"));
        string message = Assert.Throws<InvalidDataException>(() => new Compressor("c", 4, CompressorPlan.Named("small")).TakeFrom(mobile)).Message;
        Assert.Contains("is 'mobile', the recipe's 'small'", message, StringComparison.Ordinal);
        var two = new Compressor("c", 2, CompressorPlan.Named("small"));
        message = Assert.Throws<InvalidDataException>(() => new Compressor("c", 4, CompressorPlan.Named("small")).TakeFrom(two)).Message;
        Assert.Contains("has 2 latent channels, the recipe's 4", message, StringComparison.Ordinal);
    }

    [Fact]
    public void StartFrom_MobileNet_ComputesWhatItsBlocksDo_OnHalfTheGrid()
    {
        using var _ = no_grad();
        random.manual_seed(7);
        var encoder = new MobileNetEncoder(new Precision(), "encoder", 3);
        foreach (CloudConvolution layer in encoder.Convolutions) { layer.bias!.copy_(randn(layer.Outputs) * 0.3); }
        var c = new Compressor("c", 4, CompressorPlan.Named("mobile"));
        c.StartFrom(encoder);
        Tensor pictures = randint(256, [1, 3, 128, 128]).to(ScalarType.Float32);

        Tensor x = (pictures - Compressor.InputZero) / 64;
        foreach (CompressorLayer layer in c.layers.TakeWhile(layer => layer.GetName() != "expand7")) { x = layer.call(x); }

        Tensor sixth = encoder.call(nn.functional.avg_pool2d(pictures, 2) / 127.5 - 1)[2];
        Assert.Equal(sixth.shape, x.shape);
        // Padding holds 128 here, 127.5 there.
        Assert.InRange((x - sixth).abs().max().item<float>(), 0, 0.02 * sixth.abs().max().item<float>());
        Assert.InRange((x - sixth).abs().mean().item<float>(), 0, 1e-3 * sixth.abs().mean().item<float>());
    }

    [Fact]
    public void Quantise_WhatBlocksPassOn_ArrivesAtTheirSums()
    {
        using var _ = no_grad();
        random.manual_seed(8);
        var c = new Compressor("c", 4, CompressorPlan.Named("mobile"));
        // In train, so that the layers see how large their outputs are.
        c.train();
        for (int i = 0; i < 3; i++) { c.Values(Waves(4)); }
        c.eval();
        Tensor pictures = Waves(4), before = c.Values(pictures);
        c.Quantise();

        Tensor after = c.Values(pictures), unrounded = c.UnroundedBits(pictures);
        Assert.InRange(unrounded.eq(before.sign()).to(ScalarType.Float32).mean().item<float>(), 0.98, 1);
        // Random weights enlarge what 33 layers round; a block whose sum is not what it was gives more than 1.
        Tensor error = (after - before).square().mean() / before.var();
        Assert.InRange(error.item<float>(), 0, 0.3);
        // What a block passes on in u8 is exactly what it got.
        CompressorLayer expand = c.layers.First(layer => layer.BeginsBlock);
        int own = expand.Outputs - expand.Inputs;
        Tensor whole = randint(-128, 128, [1, expand.Inputs, 8, 8]).to(ScalarType.Float32);
        Tensor passed = expand.Quantised(whole, c.InputScale(Array.IndexOf(c.layers, expand))).narrow(1, own, expand.Inputs);
        Assert.True(passed.equal(whole + 128).all().item<bool>());
    }

    private static Tensor Waves(int count)
    {
        Tensor line = linspace(0, 12, 64);
        Tensor wave = (line.view(1, 1, 1, 64) * (rand(count, 3, 1, 1) + 0.3)).sin() * (line.view(1, 1, 64, 1) * (rand(count, 3, 1, 1) + 0.3)).cos();
        return ((wave * 100 + 128) + (randn(count, 3, 64, 64) * 10)).round().clamp(0, 255);
    }
}
