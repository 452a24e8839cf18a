using EdgeCodec.Training.Onnx;
using Xunit;

namespace EdgeCodec.Training.Tests.Onnx;

/// <summary>Convolutions of <see cref="OnnxGraph"/> against the plainest loops.</summary>
public class OnnxConvolutionTests
{
    private const int Height = 5, Width = 6;

    [Theory]
    [InlineData(3, 4, 3, 3, 1, 1, "1 1 1 1")] // a common one
    [InlineData(3, 4, 3, 3, 2, 1, "1 1 1 1")]
    [InlineData(3, 2, 3, 3, 2, 1, "0 0 1 1")] // pads are top, left, bottom, right: a swap would show
    [InlineData(2, 2, 1, 3, 1, 1, "0 1 0 1")] // height and width of a kernel are not swapped
    [InlineData(4, 4, 3, 3, 1, 4, "1 1 1 1")] // depthwise
    [InlineData(4, 6, 1, 1, 1, 2, "0 0 0 0")] // grouped
    public void Convolution_EqualsPlainLoops(int inputs, int outputs, int kernelHeight, int kernelWidth, int stride, int groups, string pads)
    {
        long[] p = [.. pads.Split(' ').Select(long.Parse)];
        float[] weight = GraphRun.Ramp(outputs * (inputs / groups) * kernelHeight * kernelWidth), bias = GraphRun.Ramp(outputs);
        float[] x = GraphRun.Ramp(2 * inputs * Height * Width);
        long[] shape = [outputs, inputs / groups, kernelHeight, kernelWidth];
        int rows = ((Height + (int)(p[0] + p[2]) - kernelHeight) / stride) + 1, columns = ((Width + (int)(p[1] + p[3]) - kernelWidth) / stride) + 1;

        float[] y = GraphRun.Of((g, v) => g.Convolution(v, weight, shape, bias, stride, p, groups), [inputs, Height, Width], [outputs, rows, columns], x);

        int at = 0;
        for (int n = 0; n < 2; n++)
        {
            for (int o = 0; o < outputs; o++)
            {
                for (int r = 0; r < rows; r++)
                {
                    for (int c = 0; c < columns; c++)
                    {
                        Assert.Equal(Sum(n, o, r * stride - (int)p[0], c * stride - (int)p[1]), y[at++], 1e-3f);
                    }
                }
            }
        }

        float Sum(int n, int o, int top, int left)
        {
            double sum = bias[o];
            int first = o / (outputs / groups) * (inputs / groups), w = o * (inputs / groups) * kernelHeight * kernelWidth;
            for (int i = 0; i < inputs / groups; i++)
            {
                for (int row = top; row < top + kernelHeight; row++)
                {
                    for (int column = left; column < left + kernelWidth; column++, w++)
                    {
                        bool isInside = row >= 0 && row < Height && column >= 0 && column < Width;
                        sum += isInside ? weight[w] * (double)x[(((n * inputs + first + i) * Height) + row) * Width + column] : 0;
                    }
                }
            }
            return (float)sum;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Convolution_HalfWeights_RoundsWeightsAndBiasAndNothingElse(bool half)
    {
        const float Weight = 1 / 3f, Bias = 0.1f, X = 1.0009765f;
        float[] y = GraphRun.Of((g, x) => g.Convolution(x, [Weight], [1, 1, 1, 1], [Bias], 1, [0, 0, 0, 0], 1), [1, 1, 1], [1, 1, 1], [X], half);
        float expected = half ? ((float)(Half)Weight * X) + (float)(Half)Bias : (Weight * X) + Bias;
        Assert.Equal(expected, Assert.Single(y), 1e-6f);
        Assert.NotEqual((Weight * X) + Bias, ((float)(Half)Weight * X) + (float)(Half)Bias, 2e-5f);
    }
}
