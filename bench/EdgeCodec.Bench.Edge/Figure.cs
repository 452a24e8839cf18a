namespace EdgeCodec.Bench.Edge;

/// <summary>One figure with what is asked of it.</summary>
/// <param name="Floor">At least this, or at most if <paramref name="IsLessBetter"/>; null where it is only reported.</param>
internal sealed record Figure(string Field, string What, double Value, double? Floor, double Aim, bool IsLessBetter = false)
{
    public static IReadOnlyList<Figure> Of(EdgeRun run) =>
    [
        new("ratio_ort_int8", "network, times as fast as ONNX Runtime int8", run.Network.RatioInt8, 1.5, 3),
        new("ratio_ort_float", "network, times as fast as ONNX Runtime float", run.Network.RatioFloat, 4, 8),
        new("peak_fraction", "convolutions, of the multiply-accumulate peak", run.Network.PeakFraction, 0.40, 0.65),
        new("ratio_libjpeg_turbo", "photograph, times as fast as libjpeg-turbo", run.Photographs.RatioJpeg, 0.5, 1.5),
        new("ratio_openjpeg", "photograph, times as fast as OpenJPEG", run.Photographs.RatioJpeg2000, 20, 50),
        new("ratio_resample_jpeg", "photograph, times as fast as resampler and libjpeg-turbo", run.Photographs.RatioResampleJpeg, null, 0.8),
        new("scaling_2_threads", "largest photograph, two threads, times as fast as one", run.Scaling, 1.6, 1.9),
        new("p99_over_median", $"{run.Encodes} encodes, 99th percentile over median", run.Encode99 / run.EncodeMedian, 1.5, 1.2, true),
    ];

    public string Verdict => Meets(Aim) ? "aim met" : Floor is null ? "reported" : Meets(Floor.Value) ? "floor met" : "MISSED";

    private bool Meets(double bound) => IsLessBetter ? Value <= bound : Value >= bound;
}
