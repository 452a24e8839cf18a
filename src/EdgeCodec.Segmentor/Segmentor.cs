namespace EdgeCodec;

/// <summary>
/// A model's head: from feature maps, streams or, for an uncompressed reference, pictures to label maps at source
/// geometry. Thread-safe: threads may share one segmentor; each call uses memory of its own. (On DirectML calls wait
/// for each other.)
/// </summary>
public sealed partial class Segmentor : IDisposable
{
    private readonly ModelFolder _folder;
    private readonly SegmentorOptions _options;
    private readonly OnnxNetwork _network;
    private readonly GridSpec _grid;
    private readonly TensorShape _input;
    private readonly TensorShape _logits;
    private readonly SharedDecoder _decoder;

    private Segmentor(ModelFolder folder, string head, string provider, SegmentorOptions options)
    {
        _folder = folder;
        _options = options;
        _network = OnnxNetwork.Open(folder.HeadPath(head), provider);
        try
        {
            Head = HeadMetadata.Read(_network.Metadata, head, folder);
            _grid = Head.Grid ?? folder.RequireEdge("segmenting streams").Grid;
            _input = Head.ReadsImage ? _network.RequireInput("image", _grid.Channels, _grid.Size) : _network.RequireMap(isInput: true, _grid.Size);
            _logits = _network.RequireOutput("logits", Head.Logits, _grid.Size);
        }
        catch
        {
            _network.Dispose();
            throw;
        }
        _decoder = new SharedDecoder(folder, provider, options.BatchSize);
    }

    /// <summary>What the head states about itself.</summary>
    public HeadInfo Head { get; }

    /// <summary>Loads a head, and checks that it belongs to the folder's edge model and fits its grid.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="head">Name of the head; the only one if null.</param>
    /// <param name="provider">Execution provider: <c>cpu</c>, <c>cuda</c> or <c>directml</c>.</param>
    /// <param name="options">Bounds on memory.</param>
    /// <exception cref="CloudException">
    /// HeadUnknown, OnnxUnreadable, OnnxInvalid, MetadataInvalid, WrongModel, TensorMismatch, or a status of the
    /// provider, as <see cref="OnnxSessions.Open"/>.
    /// </exception>
    public static Segmentor Open(ModelFolder folder, string? head = null, string provider = "cpu", SegmentorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return new Segmentor(folder, folder.ChooseHead(head), provider, options ?? new SegmentorOptions());
    }

    /// <summary>Unloads the networks, once calls that are running have ended. Later ones are refused.</summary>
    public void Dispose()
    {
        _network.Dispose();
        _decoder.Dispose();
    }

    /// <summary>Refuses a label map that would be too large before any work is done.</summary>
    private void CheckSize(int width, int height, int depth)
    {
        long voxels = Voxels(width, height, depth);
        if (voxels > _options.MaxVoxels)
        {
            throw new CloudException(
                CloudStatus.SourceTooLarge,
                $"The source has {width} x {height} x {depth} voxels, more than the limit of {_options.MaxVoxels} ({nameof(SegmentorOptions)}.{nameof(SegmentorOptions.MaxVoxels)}).");
        }
    }

    private static long Voxels(int width, int height, int depth) => new Size3(depth, height, width).Volume;

    private LabelMap Render(ReadOnlySpan<float> logits, int width, int height, int depth)
    {
        var labels = new byte[checked(width * height * depth)];
        new LabelRenderer(_grid, Head.Logits, new Size3(depth, height, width)).Render(logits, labels);
        return new LabelMap(width, height, depth, labels, Head.Labels);
    }
}
