namespace EdgeCodec;

/// <summary>
/// The work that a model may ask for (ECM §6), summed up while it is read: a file that obeys every other rule could
/// still keep a device or server busy for hours.
/// </summary>
internal struct WorkBounds
{
    public const long MaxMultiplyAccumulates = 1L << 34;
    public const long MaxSamples = 1L << 31;
    public const long MaxContextSteps = 1L << 31;

    private long _multiplyAccumulates;
    private long _samples;
    private long _contextSteps;

    /// <summary>Adds a tensor and the work that makes it. No product overflows: fields are within their ranges.</summary>
    public void AddTensor(in SectionReader reader, long samples, long multiplyAccumulates, int offset)
    {
        _multiplyAccumulates += multiplyAccumulates;
        _samples += samples;
        Check(reader, _multiplyAccumulates, MaxMultiplyAccumulates, "multiply-accumulates", offset);
        Check(reader, _samples, MaxSamples, "samples of all tensors", offset);
    }

    /// <summary>Adds a channel of the latent.</summary>
    public void AddChannel(in SectionReader reader, LatentSpec latent, int taps, int hidden, int offset)
    {
        _contextSteps += latent.Size.Volume * (taps + 1L) * (hidden + 1L);
        Check(reader, _contextSteps, MaxContextSteps, "steps of the context model", offset);
    }

    private static void Check(in SectionReader reader, long sum, long max, string what, int offset)
    {
        if (sum > max)
        {
            throw reader.Error(EdgeCodecStatus.ModelTooCostly, $"the model asks for {sum} {what} so far, expected at most {max}", offset);
        }
    }
}
