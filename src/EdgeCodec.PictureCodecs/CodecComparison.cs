using EdgeCodec.Cli;
using EdgeCodec.Cli.Evaluation;
using EdgeCodec.Cli.Pictures;

namespace EdgeCodec.PictureCodecs;

/// <summary>
/// The same photographs sent in several ways. Picture codecs get the grid-sized picture, made by the edge's own
/// resampler, and what they give back is segmented by the uncompressed reference; the coded model goes its own whole
/// path. Every label map is compared with the mask at source resolution.
/// </summary>
internal sealed class CodecComparison : IDisposable
{
    private readonly Segmentor reference;
    private readonly GridSpec grid;
    private readonly WholePath? coded;
    private readonly List<(IPictureCodec Codec, Candidate Candidate)> ways;
    private readonly Candidate? own;

    /// <param name="plain">The uncompressed reference.</param>
    /// <param name="model">The coded model; null leaves it out.</param>
    /// <param name="provider">Execution provider.</param>
    /// <param name="codecs">The picture codecs.</param>
    public CodecComparison(ModelFolder plain, ModelFolder? model, string provider, IReadOnlyList<IPictureCodec> codecs)
    {
        reference = Segmentor.Open(plain, provider: provider);
        try
        {
            grid = reference.Head.Grid ?? throw new InputException($"{plain.Path}: is no uncompressed reference; its head reads feature maps");
            if (grid.Channels != 3 || grid.Depth != 1)
            {
                throw new InputException($"{plain.Path}: reads {grid.Channels} channels of {grid.Size}; the picture codecs are compared on RGB pictures");
            }
            coded = model is null ? null : WholePath.Open(model, null, provider, null);
        }
        catch
        {
            reference.Dispose();
            throw;
        }
        ways = [.. codecs.Select(codec => (codec, new Candidate(codec.Name)))];
        own = coded is null ? null : new Candidate($"EdgeCodec {coded.ModelName}");
    }

    /// <summary>The settings that the published table compares.</summary>
    public static IReadOnlyList<IPictureCodec> Peers { get; } =
    [
        new NoCodec(), VipsCodec.Jpeg(10), VipsCodec.WebP(0), new Jpeg2000Codec(200), new Jpeg2000Codec(400), new Jpeg2000Codec(800),
    ];

    /// <summary>Pixels by which bits are counted.</summary>
    public long GridPixels => grid.Size.Volume;

    /// <summary>What has been found so far: the picture codecs, then the coded model.</summary>
    public IReadOnlyList<Candidate> Results => [.. ways.Select(w => w.Candidate), .. own is null ? (Candidate[])[] : [own]];

    /// <summary>Sends one picture in every way.</summary>
    public void Run(DataItem item)
    {
        (Picture picture, Picture truth) = PictureReader.ReadPair(item.ImagePath, item.MaskPath, grid.Channels);
        byte[] samples = new byte[grid.SampleCount];
        GridResampler.Resample(picture.View, grid, null, samples);
        foreach ((IPictureCodec codec, Candidate candidate) in ways)
        {
            byte[] file = codec.Encode(samples, grid.Width, grid.Height);
            byte[] seen = codec.Decode(file, grid.Width, grid.Height);
            LabelMap labels = reference.SegmentGrid(seen, picture.Width, picture.Height, 1);
            candidate.Add(file.Length, Overlap.Of(labels.Labels.Span, truth.Samples, 1));
        }
        if (coded is not null) { own!.Add(coded.Run(item)); }
    }

    public void Dispose()
    {
        coded?.Dispose();
        reference.Dispose();
    }
}
