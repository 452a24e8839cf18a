using System.Numerics;
using CsCheck;
using Xunit;

namespace EdgeCodec.Tests.Inference;

public class ReferenceConvolutionTests
{
    [Fact]
    public void Run_HandComputedLayer_GivesItsNumbers()
    {
        // Two channels in, one out; a 1 x 1 x 3 kernel, stride 2, one sample of padding with value 10 on the left.
        var layer = new ConvLayer
        {
            Output = ConvOutput.Requantized,
            InZero = 10,
            OutZero = 100,
            InChannels = 2,
            OutChannels = 1,
            Kernel = new(1, 1, 3),
            Stride = new(1, 1, 2),
            PadBefore = new(0, 0, 1),
            Bias = [5],
            Multiplier = [3],
            Shift = [2],
            Weights = [1, -1, 2, 0, -3, 4],
        };
        var output = new byte[2];
        ReferenceConvolution.Run(layer, new(1, 1, 4), [1, 2, 3, 4, 5, 6, 7, 8], output);
        // x = 0: 5 + 10 - 10 + 2 - 9 + 16 = 14; (42 + 2) >> 2 = 11.   x = 1: 5 + 3 - 4 + 10 - 21 + 32 = 25; 77 >> 2 = 19.
        Assert.Equal([111, 119], output);
    }

    [Fact]
    public void Run_HandComputedDepthwiseLayer_KeepsChannelsApart()
    {
        var layer = new ConvLayer
        {
            Output = ConvOutput.Requantized,
            Depthwise = true,
            InZero = 10,
            InChannels = 2,
            OutChannels = 2,
            Kernel = new(1, 1, 3),
            Stride = new(1, 1, 2),
            PadBefore = new(0, 0, 1),
            Bias = [5, 50],
            Multiplier = [1, 1],
            Shift = [1, 1],
            Weights = [1, 2, 3, -1, 0, 4],
        };
        var output = new byte[4];
        ReferenceConvolution.Run(layer, new(1, 1, 4), [1, 2, 3, 4, 5, 6, 7, 8], output);
        // Channel 0 is 1 3 5 7, channel 1 is 2 4 6 8, 10 before each.
        // x = 0: 5 + 10 + 2 + 9 = 26, 50 - 10 + 16 = 56.   x = 1: 5 + 3 + 10 + 21 = 39, 50 - 4 + 32 = 78. Halves are rounded up.
        Assert.Equal([13, 28, 20, 39], output);
    }

    [Fact]
    public void Run_DepthwiseLayer_EqualsADenseOneWithItsWeightsAndZeros() => Gen.ULong.Sample(
        seed =>
        {
            ModelParts parts = RandomModels.Depthwise(seed);
            Size3 size = parts.Grid.Size;
            byte[] input = new SplitMix(seed).Bytes((int)parts.Grid.SampleCount);
            foreach (ConvLayer layer in parts.Layers)
            {
                byte[] actual = Run(layer), expected = layer.Depthwise ? Run(Dense(layer)) : actual;
                Assert.Equal(expected, actual);
                (size, input) = (layer.OutputSize(size), actual);
            }

            byte[] Run(ConvLayer layer)
            {
                var output = new byte[layer.OutputSize(size).Volume * layer.OutChannels];
                ReferenceConvolution.Run(layer, size, input, output);
                return output;
            }
        },
        iter: 100);

    private static ConvLayer Dense(ConvLayer layer)
    {
        var weights = new sbyte[layer.OutChannels * layer.Fan * layer.InChannels];
        for (int o = 0; o < layer.OutChannels; o++)
        {
            for (int t = 0; t < layer.Fan; t++)
            {
                weights[(((o * layer.Fan) + t) * layer.InChannels) + o] = layer.Weights[(o * layer.Fan) + t];
            }
        }
        return layer with { Depthwise = false, Weights = [.. weights] };
    }

    [Theory]
    [InlineData(1, 1u, 1, 0, 1)]
    [InlineData(-1, 1u, 1, 100, 100)]
    [InlineData(-3, 1u, 1, 100, 99)]
    [InlineData(5, 1u, 1, 0, 3)]
    [InlineData(int.MaxValue, 2147483647u, 1, 0, 255)]
    [InlineData(-int.MaxValue, 2147483647u, 1, 255, 0)]
    [InlineData(int.MaxValue, 2147483647u, 62, 7, 8)]
    [InlineData(-int.MaxValue, 2147483647u, 62, 7, 6)]
    public void Requantize_Extremes_RoundHalfUpAndClamp(int acc, uint multiplier, int shift, byte outZero, byte expected) =>
        Assert.Equal(expected, ReferenceConvolution.Requantize(acc, multiplier, shift, outZero));

    [Fact]
    public void Requantize_AnyValues_EqualsTheDefinitionInBigIntegers() => Gen.ULong.Sample(seed =>
    {
        var random = new SplitMix(seed);
        int acc = random.Next(-int.MaxValue, int.MaxValue) >> random.Next(0, 30);
        uint multiplier = (uint)Math.Max(1, random.Next(1, int.MaxValue) >> random.Next(0, 30));
        int shift = random.Next(1, 62);
        byte zero = (byte)random.Next(0, 255);
        BigInteger exact = (((BigInteger)acc * multiplier) + BigInteger.Pow(2, shift - 1)) >> shift;
        BigInteger expected = BigInteger.Max(0, BigInteger.Min(255, zero + exact));
        Assert.Equal((int)expected, ReferenceConvolution.Requantize(acc, multiplier, shift, zero));
    });

    [Fact]
    public void Run_AnyLayer_EqualsTheSumOverPaddedInput() => Gen.ULong.Sample(
        seed =>
        {
            ModelParts parts = RandomModels.Any(seed);
            Size3 size = parts.Grid.Size;
            byte[] input = new SplitMix(seed).Bytes((int)parts.Grid.SampleCount);
            foreach (ConvLayer layer in parts.Layers)
            {
                Size3 outSize = layer.OutputSize(size);
                var actual = new byte[outSize.Volume * layer.OutChannels];
                ReferenceConvolution.Run(layer, size, input, actual);
                Assert.Equal(ByDefinition(layer, size, outSize, input), actual);
                (size, input) = (outSize, actual);
            }
        },
        iter: 150);

    [Fact]
    public void Run_BuffersOfOtherSizes_AreInvalidArguments()
    {
        ConvLayer layer = RandomModels.Picture(1).Layers[0];
        Size3 output = layer.OutputSize(new(1, 24, 32));
        Errors.Expect(
            EdgeCodecStatus.InvalidArgument,
            () => ReferenceConvolution.Run(layer, new(1, 24, 32), new byte[(24 * 32 * 3) - 1], new byte[output.Volume * layer.OutChannels]));
        Errors.Expect(
            EdgeCodecStatus.InvalidArgument,
            () => ReferenceConvolution.Run(layer, new(1, 24, 32), new byte[24 * 32 * 3], new byte[(output.Volume * layer.OutChannels) + 1]));
    }

    [Fact]
    public void Network_RandomModel_GivesALatentInCodingOrderThatDependsOnTheImage()
    {
        EdgeModel model = RandomModels.Picture(11).Build();
        var random = new SplitMix(4);
        byte[] samples = random.Bytes((int)model.Grid.SampleCount);
        Latent latent = ReferenceNetwork.Run(model, samples);
        Assert.Equal((4, model.Latent.Size, 4), (latent.Channels, latent.Size, latent.AvailableChannels));
        double ones = latent.Bits.ToArray().Average(b => (double)b);
        Assert.InRange(ones, 0.05, 0.95);
        Assert.NotEqual(latent.Bits.ToArray(), ReferenceNetwork.Run(model, random.Bytes(samples.Length)).Bits.ToArray());

        // Undo the order by hand: run the layers and look at one place.
        byte[] last = samples;
        Size3 size = model.Grid.Size;
        foreach (ConvLayer layer in model.Layers)
        {
            var next = new byte[layer.OutputSize(size).Volume * layer.OutChannels];
            ReferenceConvolution.Run(layer, size, last, next);
            (last, size) = (next, layer.OutputSize(size));
        }
        for (int c = 0; c < 4; c++)
        {
            for (int i = 0; i < size.Volume; i++)
            {
                Assert.Equal(last[(i * 4) + c], latent.Bits[(int)(c * size.Volume) + i]);
            }
        }
    }

    private static byte[] ByDefinition(ConvLayer layer, Size3 size, Size3 outSize, byte[] input)
    {
        var output = new byte[outSize.Volume * layer.OutChannels];
        int at = 0;
        for (int z = 0; z < outSize.D; z++)
        for (int y = 0; y < outSize.H; y++)
        for (int x = 0; x < outSize.W; x++)
        for (int o = 0; o < layer.OutChannels; o++)
        {
            BigInteger acc = layer.Bias[o];
            int w = o * (int)layer.Kernel.Volume * layer.InChannels;
            for (int kz = 0; kz < layer.Kernel.D; kz++)
            for (int ky = 0; ky < layer.Kernel.H; ky++)
            for (int kx = 0; kx < layer.Kernel.W; kx++)
            for (int i = 0; i < layer.InChannels; i++)
            {
                int iz = (z * layer.Stride.D) + (kz * layer.Dilation.D) - layer.PadBefore.D;
                int iy = (y * layer.Stride.H) + (ky * layer.Dilation.H) - layer.PadBefore.H;
                int ix = (x * layer.Stride.W) + (kx * layer.Dilation.W) - layer.PadBefore.W;
                bool isOutside = iz < 0 || iz >= size.D || iy < 0 || iy >= size.H || ix < 0 || ix >= size.W;
                int sample = isOutside ? layer.InZero : input[(((((iz * size.H) + iy) * size.W) + ix) * layer.InChannels) + i];
                acc += layer.Weights[w++] * sample;
            }
            output[at++] = layer.Output == ConvOutput.LatentSign
                ? (byte)(acc >= 0 ? 1 : 0)
                : ReferenceConvolution.Requantize((int)acc, layer.Multiplier[o], layer.Shift[o], layer.OutZero);
        }
        return output;
    }
}
