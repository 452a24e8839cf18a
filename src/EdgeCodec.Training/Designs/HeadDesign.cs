using EdgeCodec.Training.Losses;
using EdgeCodec.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Designs;

/// <summary>
/// A segmentor for a finished model: s reads the maps that the model's own files make of its own streams. C and g are
/// the exported ones and cannot change.
/// </summary>
internal sealed class HeadDesign : IDesign
{
    private readonly Recipe recipe;
    private readonly Precision precision = new();
    private readonly FinishedModel model;
    private readonly SegmentorNetwork s;

    /// <param name="from">The model folder, its name, or a run folder that holds it.</param>
    public HeadDesign(Recipe recipe, string? start, string from)
    {
        this.recipe = recipe;
        model = FinishedModel.Open(from);
        model.Require(recipe);
        s = SegmentorNetwork.Create(recipe, precision, model.MapChannels, start);
    }

    public string Description
        => $"s {recipe.Views * s.MultiplyAccumulates(recipe.Grid) / 1e6:F0} M multiply-accumulates a picture, on maps of {model.Folder}";

    /// <summary>Identity of the model, 64 hexadecimal digits.</summary>
    public string Origin => model.Edge.IdentityHex;

    public IReadOnlyDictionary<string, nn.Module> Networks => new Dictionary<string, nn.Module> { ["s"] = s };

    public IReadOnlyList<ParameterGroup> Parameters => s.Groups;

    public bool EnterEpoch(int epoch) => false;

    public StepLoss Loss(Lesson lesson, double progress)
    {
        (Tensor pictures, Tensor masks) = (lesson.Pictures, lesson.Masks);
        precision.Type = ScalarType.BFloat16;
        (Tensor maps, Tensor bits) = model.Maps(pictures);
        Tensor logits = s.call(Precision.ChannelsLast(maps));
        Tensor loss = SegmentationLoss.Of(recipe)(logits, masks);
        return new StepLoss(loss, loss, bits.mean(), logits);
    }

    public bool Segments => true;

    public int Layers => 1;

    public (Tensor Logits, Tensor Bits) Predict(Tensor pictures, int layers)
    {
        precision.Type = ScalarType.Float32;
        (Tensor maps, Tensor bits) = model.Maps(pictures);
        return (s.Mean(maps, recipe.Views), bits);
    }

    public void Export(string folder) => Training.Export.ModelFolderWriter.HeadOf(folder, recipe, model.Folder, s);
}
