using System.Text.Json;
using EdgeCodec.Training.Networks;
using EdgeCodec.Training.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Import;

/// <summary>
/// From the files of a finished model back to networks that learn on: the inverse of what Export/ does. They compute
/// what the files do; batch normalisation, which the files have folded, starts as the identity, and
/// <see cref="CloudConvolution.FindStatistics"/> then finds what it had.
/// </summary>
internal static class ModelFolderReader
{
    /// <summary>Opens a model by folder or name.</summary>
    /// <exception cref="InvalidDataException">There is none, or it is not whole.</exception>
    public static ModelFolder Open(string nameOrPath)
    {
        try { return ModelFolder.Open(nameOrPath); }
        catch (CloudException e) { throw new InvalidDataException($"{nameOrPath}: is no run with a checkpoint, and no model: {e.Message}", e); }
    }

    /// <summary>What a model was trained by.</summary>
    /// <exception cref="InvalidDataException">It does not say.</exception>
    public static Recipe Recipe(ModelFolder model)
    {
        string path = Path.Combine(model.Path, "recipe.json");
        if (!File.Exists(path)) { throw new InvalidDataException($"{path}: not there; it says what the model was trained by"); }
        try { return Training.Recipe.Parse(File.ReadAllText(path)); }
        catch (JsonException e) { throw new InvalidDataException($"{path}: {e.Message}", e); }
    }

    /// <summary>Puts the weights of a model's only head into a segmentor.</summary>
    /// <exception cref="InvalidDataException">The head is of another architecture.</exception>
    public static void Head(ModelFolder model, SegmentationNetwork s)
    {
        if (model.HeadNames.Count != 1) { throw new InvalidDataException($"{model.Path}: has {model.HeadNames.Count} heads; one is needed"); }
        Put(model.HeadPath(model.HeadNames[0]), s.Convolutions);
    }

    /// <summary>Puts the weights of decoder.onnx into g. Its auxiliary output is not in the file and stays as it is.</summary>
    /// <exception cref="InvalidDataException">The decoder is of another architecture.</exception>
    public static void Decoder(ModelFolder model, ReconstructionNetwork g)
        => Put(model.DecoderPath ?? throw new InvalidDataException($"{model.Path}: has no decoder"), g.layers);

    private static void Put(string path, IReadOnlyList<CloudConvolution> layers)
    {
        IReadOnlyList<OnnxConvolution> theirs = OnnxConvolutions.Read(path);
        if (theirs.Count != layers.Count) { throw new InvalidDataException($"{path}: has {theirs.Count} convolutions; this network has {layers.Count}"); }
        for (int i = 0; i < layers.Count; i++)
        {
            if (!theirs[i].Shape.SequenceEqual(layers[i].weight.shape))
            {
                throw new InvalidDataException(
                    $"{path}: its convolution {i + 1} has weights of {string.Join("x", theirs[i].Shape)}; here they are {string.Join("x", layers[i].weight.shape)}");
            }
            layers[i].Unfold(tensor(theirs[i].Weight, theirs[i].Shape), tensor(theirs[i].Bias));
        }
    }
}
