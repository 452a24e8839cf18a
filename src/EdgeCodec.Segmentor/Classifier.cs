using System.Text.Json;

namespace EdgeCodec;

/// <summary>
/// A head that says of a whole stream how likely each class is. It lies beside segmentors in a model's heads/ and
/// reads the same feature map. Thread-safe: threads may share one classifier.
/// </summary>
public sealed class Classifier : IDisposable
{
    private const string Kind = "classifier";

    private readonly ModelFolder _folder;
    private readonly OnnxNetwork _network;
    private readonly TensorShape _map;
    private readonly TensorShape _probabilities;
    private readonly SharedDecoder _decoder;

    private Classifier(ModelFolder folder, string head, string provider, OnnxNetwork network)
    {
        _folder = folder;
        _network = network;
        EdgeModel edge = folder.RequireEdge("classifying streams");
        network.Metadata.RequireModel(Kind, folder);
        network.Metadata.RequireOneOf("head", head);
        network.Metadata.RequireOneOf("input", "map");
        Name = head;
        Version = network.Metadata.RequireVersion();
        Labels = ReadLabels(network.Metadata);
        _map = network.RequireMap(isInput: true, edge.Grid.Size);
        _probabilities = network.RequireOutput("probabilities", Labels.Count, new Size3(1, 1, 1));
        _decoder = new SharedDecoder(folder, provider, Batches.DefaultSize);
    }

    /// <summary>Name of the head.</summary>
    public string Name { get; }

    /// <summary>Version of the head, at least 1.</summary>
    public int Version { get; }

    /// <summary>Class names, in the order of the probabilities.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Loads a head if it is a classifier.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="head">Name of the head; the only one if null.</param>
    /// <param name="provider">Execution provider: <c>cpu</c>, <c>cuda</c> or <c>directml</c>.</param>
    /// <returns>Null if the head is of another kind: a segmentor.</returns>
    /// <exception cref="CloudException">As <see cref="Segmentor.Open"/>.</exception>
    public static Classifier? TryOpen(ModelFolder folder, string? head = null, string provider = "cpu")
    {
        ArgumentNullException.ThrowIfNull(folder);
        string name = folder.ChooseHead(head);
        OnnxNetwork network = OnnxNetwork.Open(folder.HeadPath(name), provider);
        try
        {
            if (network.Metadata.Require("kind") == Kind)
            {
                return new Classifier(folder, name, provider, network);
            }
        }
        catch
        {
            network.Dispose();
            throw;
        }
        network.Dispose();
        return null;
    }

    /// <summary>Probabilities of a unit's classes, in the order of <see cref="Labels"/>; they sum to 1. The first call loads the model's decoder.</summary>
    /// <param name="unit">As <see cref="StreamDecoder.Decode"/> gives it.</param>
    /// <exception cref="EdgeCodecException">WrongModel: the stream is of another model.</exception>
    /// <exception cref="CloudException">ModelIncomplete, TensorMismatch, RunFailed or OutputNotFinite.</exception>
    public IReadOnlyList<float> Classify(DecodedUnit unit)
    {
        FeatureMap map = _decoder.Value.Decode([unit])[0];
        if (map.Channels != _map.Channels)
        {
            throw new CloudException(
                CloudStatus.TensorMismatch, $"The feature map of model '{_folder.Name}' has {map.Channels} channels, but its head '{Name}' reads {_map.Channels}.");
        }
        var probabilities = new float[_probabilities.Count];
        _network.Run(_map, map.Values, _probabilities, probabilities, 1);
        return probabilities;
    }

    /// <summary>Unloads the networks, once calls that are running have ended. Later ones are refused.</summary>
    public void Dispose()
    {
        _network.Dispose();
        _decoder.Dispose();
    }

    private static string[] ReadLabels(OnnxMetadata metadata)
    {
        const string Expected = "a JSON array of 2 to 256 distinct class names";
        try
        {
            string[]? labels = JsonSerializer.Deserialize<string[]>(metadata.Require("labels"));
            bool isValid = labels is not null && labels.Length is >= 2 and <= 256
                && !labels.Any(string.IsNullOrWhiteSpace) && labels.Distinct().Count() == labels.Length;
            return isValid ? labels! : throw metadata.Invalid("labels", Expected);
        }
        catch (JsonException e)
        {
            throw metadata.Invalid("labels", Expected, e);
        }
    }
}
