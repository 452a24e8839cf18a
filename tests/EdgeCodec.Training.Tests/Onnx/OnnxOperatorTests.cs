using Xunit;

namespace EdgeCodec.Training.Tests.Onnx;

/// <summary>What ONNX Runtime makes of each operator that <see cref="Training.Onnx.OnnxGraph"/> writes.</summary>
public class OnnxOperatorTests
{
    [Fact]
    public void Relu_Negative_IsZero()
        => Assert.Equal([0f, 0f, 1.5f, 9f], GraphRun.Of((g, x) => g.Relu(x), [1, 2, 2], [1, 2, 2], [-2f, 0f, 1.5f, 9f]));

    [Fact]
    public void Relu6_AboveSix_IsSix()
        => Assert.Equal([0f, 0f, 1.5f, 6f], GraphRun.Of((g, x) => g.Relu6(x), [1, 2, 2], [1, 2, 2], [-2f, 0f, 1.5f, 9f]));

    [Fact]
    public void Sigmoid_IsTheLogisticFunction()
    {
        float[] x = [-4f, 0f, 0.5f, 30f];
        float[] y = GraphRun.Of((g, v) => g.Sigmoid(v), [1, 2, 2], [1, 2, 2], x);
        for (int i = 0; i < x.Length; i++) { Assert.Equal(1 / (1 + Math.Exp(-x[i])), y[i], 1e-6); }
    }

    [Fact]
    public void Add_OfTwoValues_IsTheirSum()
        => Assert.Equal([2f, -6f], GraphRun.Of((g, x) => g.Add(x, g.Affine(x, 2, -1)), [1, 1, 2], [1, 1, 2], [1f, -5f / 3]), Close);

    [Fact]
    public void Affine_MultipliesBeforeItAdds()
        => Assert.Equal([-1f, 0f, 1f], GraphRun.Of((g, x) => g.Affine(x, 2, -1), [1, 1, 3], [1, 1, 3], [0f, 0.5f, 1f]));

    [Fact]
    public void Concat_JoinsChannelsOfEachItem()
    {
        // Two items of one channel: the channels of an item stay together.
        float[] y = GraphRun.Of((g, x) => g.Concat(x, g.Relu(x)), [1, 1, 2], [2, 1, 2], [-1f, 2f, 3f, -4f]);
        Assert.Equal([-1f, 2f, 0f, 2f, 3f, -4f, 3f, 0f], y);
    }

    [Fact]
    public void EnlargeTwice_RepeatsEverySample()
    {
        float[] y = GraphRun.Of((g, x) => g.EnlargeTwice(x), [1, 2, 2], [1, 4, 4], [1f, 2f, 3f, 4f]);
        Assert.Equal([1f, 1f, 2f, 2f, 1f, 1f, 2f, 2f, 3f, 3f, 4f, 4f, 3f, 3f, 4f, 4f], y);
    }

    [Fact]
    public void PixelShuffle_TakesFourChannelsAsRowsOfABlock()
    {
        // torch.pixel_shuffle: y[c, 2h + i, 2w + j] = x[4c + 2i + j, h, w].
        const int Channels = 2, Height = 2, Width = 3;
        float[] x = GraphRun.Ramp(Channels * 4 * Height * Width);
        float[] y = GraphRun.Of((g, v) => g.PixelShuffle(v), [Channels * 4, Height, Width], [Channels, Height * 2, Width * 2], x);
        for (int at = 0; at < y.Length; at++)
        {
            int column = at % (2 * Width), row = at / (2 * Width) % (2 * Height), c = at / (4 * Width * Height);
            int channel = (4 * c) + (2 * (row % 2)) + (column % 2);
            Assert.Equal(x[(((channel * Height) + (row / 2)) * Width) + (column / 2)], y[at]);
        }
    }

    private static bool Close(float a, float b) => Math.Abs(a - b) < 1e-6f;
}
