namespace EdgeCodec.Bench.Edge;

/// <summary>Whole photographs: the C library against codecs of the same decoded pixels, in turn.</summary>
internal sealed class PhotographRounds
{
    private readonly List<PhotographTimes> _times = [];

    public IReadOnlyList<PhotographTimes> Times => _times;
    public double RatioJpeg => Clock.Median(_times.Select(t => t.RatioJpeg));
    public double RatioJpeg2000 => Clock.Median(_times.Select(t => t.RatioJpeg2000));
    public double RatioResampleJpeg => Clock.Median(_times.Select(t => t.RatioResampleJpeg));

    /// <summary>All but JPEG 2000 in every round; that one, which takes seconds, in the first two.</summary>
    public void Run(KernelRun kernels, GridSpec grid, Photograph picture, int rounds)
    {
        var small = new byte[grid.Width * grid.Height * 3];
        List<double> ours = [], resample = [], jpeg = [], cheap = [], jpeg2000 = [], toJpeg = [], toCheap = [];
        nuint bytes = 0, jpegBytes = 0, jpeg2000Bytes = 0;
        for (int round = 0; round < rounds; round++)
        {
            ours.Add(Clock.Least(5, () => Peers.EdgeCodec(picture, out bytes)));
            resample.Add(Clock.Least(5, () => kernels.Resample(picture)));
            cheap.Add(Clock.Least(5, () => kernels.Resample(picture, small) + Peers.Jpeg(small, grid.Width, grid.Height, out _)));
            jpeg.Add(Clock.Least(2, () => Peers.Jpeg(picture.Pixels, picture.Width, picture.Height, out jpegBytes)));
            if (round < 2) { jpeg2000.Add(Peers.Jpeg2000(picture, out jpeg2000Bytes)); }
            toJpeg.Add(jpeg[^1] / ours[^1]);
            toCheap.Add(cheap[^1] / ours[^1]);
        }
        _times.Add(new PhotographTimes(
            picture, Clock.Median(ours), Clock.Median(resample), Clock.Median(jpeg), jpeg2000.Min(), Clock.Median(cheap),
            Clock.Median(toJpeg), jpeg2000.Min() / Clock.Median(ours), Clock.Median(toCheap), bytes, jpegBytes, jpeg2000Bytes));
    }
}

/// <summary>Seconds and bytes of one photograph.</summary>
internal sealed record PhotographTimes(
    Photograph Picture, double Ours, double Resample, double Jpeg, double Jpeg2000, double ResampleJpeg,
    double RatioJpeg, double RatioJpeg2000, double RatioResampleJpeg, nuint Bytes, nuint JpegBytes, nuint Jpeg2000Bytes);
