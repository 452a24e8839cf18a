using System.Diagnostics;
using EdgeCodec.Cli.Pictures;

namespace EdgeCodec.Cli.Evaluation;

/// <summary>What came of one picture.</summary>
/// <param name="Id">The picture.</param>
/// <param name="Overlap">Of predicted and true lesion, at source resolution.</param>
/// <param name="Bytes">Length of the whole stream; for an uncompressed reference the samples of the grid, which it would take.</param>
/// <param name="EncodeMilliseconds">From pixels to bytes; null for an uncompressed reference, which encodes nothing.</param>
/// <param name="SegmentMilliseconds">From bytes (or pixels) to the label map.</param>
/// <param name="Width">Source width.</param>
/// <param name="Height">Source height.</param>
internal sealed record PictureResult(
    string Id, Overlap Overlap, int Bytes, double? EncodeMilliseconds, double SegmentMilliseconds, int Width, int Height);

/// <summary>Photograph file to label map, through the bytes of a stream or, for an uncompressed reference, directly.</summary>
internal sealed class WholePath : IDisposable
{
    private readonly ModelFolder folder;
    private readonly Segmentor segmentor;
    private readonly FeatureDecoder? decoder;
    private readonly Encoder? encoder;
    private readonly EncodeOptions options;

    private WholePath(ModelFolder folder, Segmentor segmentor, FeatureDecoder? decoder, int? layers)
    {
        this.folder = folder;
        this.segmentor = segmentor;
        this.decoder = decoder;
        encoder = folder.Edge is null ? null : new Encoder(folder.Edge);
        options = new EncodeOptions { Layers = layers };
    }

    public string ModelName => folder.Name;

    /// <summary>Samples of the model grid, by which bits per pixel are counted.</summary>
    public double GridPixels => Grid.Size.Volume;

    private GridSpec Grid => folder.Edge?.Grid ?? segmentor.Head.Grid!;

    public static WholePath Open(ModelFolder folder, string? head, string provider, int? layers)
    {
        if (layers is not null && folder.Edge is null) { throw new InputException($"--layers: {folder.Name} is an uncompressed reference; it sends no layers"); }
        Segmentor segmentor = Segmentor.Open(folder, head, provider);
        RequireTwoLabels(segmentor.Head);
        return new WholePath(folder, segmentor, folder.Edge is null ? null : new FeatureDecoder(folder, provider), layers);
    }

    /// <summary>A mask of 0 and 255 says nothing about a third label: comparing it with label 1 would give a figure of something else.</summary>
    public static void RequireTwoLabels(HeadInfo head)
    {
        if (head.Labels.Count != 2)
        {
            throw new InputException($"head '{head.Name}' has the labels {string.Join(", ", head.Labels)}; masks are compared for heads of two labels");
        }
    }

    public PictureResult Run(DataItem item)
    {
        (Picture picture, Picture truth) = PictureReader.ReadPair(item.ImagePath, item.MaskPath, Grid.Channels);
        return InputFile.Named(item.ImagePath, () => Run(item.Id, picture, truth.Samples));
    }

    /// <param name="id">The picture's name.</param>
    /// <param name="picture">As many channels as the grid has.</param>
    /// <param name="truth">A label a pixel of the picture: 1 for the lesion, else 0.</param>
    public PictureResult Run(string id, Picture picture, ReadOnlySpan<byte> truth)
    {
        var clock = Stopwatch.StartNew();
        byte[] stream = encoder is null ? [] : encoder.Encode(picture.View, options);
        double encoded = clock.Elapsed.TotalMilliseconds;
        clock.Restart();
        LabelMap labels = decoder is null ? segmentor.SegmentImage(picture.View) : Segment(stream);
        double segmented = clock.Elapsed.TotalMilliseconds;
        int bytes = encoder is null ? checked((int)Grid.SampleCount) : stream.Length;
        return new PictureResult(id, Overlap.Of(labels.Labels.Span, truth, 1), bytes, encoder is null ? null : encoded, segmented, picture.Width, picture.Height);
    }

    private LabelMap Segment(byte[] stream)
    {
        DecodedUnit decoded = StreamDecoder.Decode(stream, folder.Edge!);
        FeatureMap map = decoder!.Decode([decoded])[0];
        return segmentor.Segment([map], [decoded.Header])[0];
    }

    public void Dispose()
    {
        decoder?.Dispose();
        segmentor.Dispose();
    }
}
