namespace EdgeCodec.Bench.Edge;

/// <summary>Multiply-accumulates of a layer. Padding is no work: only products of real samples count.</summary>
internal static class LayerWork
{
    public static double Of(ConvLayer l, Size3 size) => (l.Depthwise ? 1.0 : l.InChannels) * l.OutChannels
        * Along(size.D, l.Kernel.D, l.Stride.D, l.Dilation.D, l.PadBefore.D, l.OutputSize(size).D)
        * Along(size.H, l.Kernel.H, l.Stride.H, l.Dilation.H, l.PadBefore.H, l.OutputSize(size).H)
        * Along(size.W, l.Kernel.W, l.Stride.W, l.Dilation.W, l.PadBefore.W, l.OutputSize(size).W);

    public static string Describe(ConvLayer l, Size3 size)
    {
        string dilation = l.Dilation.H > 1 ? $" d{l.Dilation.H}" : "";
        return $"{l.InChannels}->{l.OutChannels} {l.Kernel.H}x{l.Kernel.W} s{l.Stride.H}{dilation} at {size.H}x{size.W}";
    }

    private static double Along(int size, int kernel, int stride, int dilation, int before, int outputs)
    {
        double sum = 0;
        for (int y = 0; y < outputs; y++)
        {
            for (int k = 0; k < kernel; k++)
            {
                int at = (y * stride) + (k * dilation) - before;
                sum += at >= 0 && at < size ? 1 : 0;
            }
        }
        return sum;
    }
}
