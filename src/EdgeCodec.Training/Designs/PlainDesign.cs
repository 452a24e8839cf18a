using EdgeCodec.Training.Data;
using EdgeCodec.Training.Losses;
using EdgeCodec.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Designs;

/// <summary>The uncompressed reference: s alone, on the photograph.</summary>
internal sealed class PlainDesign : IDesign
{
    private readonly Recipe recipe;
    private readonly Precision precision = new();
    private readonly SegmentorNetwork s;
    private readonly CodecMix? codec;

    public PlainDesign(Recipe recipe, string? start)
    {
        this.recipe = recipe;
        codec = recipe.Codec is null ? null : new CodecMix(recipe.Codec);
        s = SegmentorNetwork.Create(recipe, precision, 3, start);
    }

    public string Description => $"s {recipe.Views * s.MultiplyAccumulates(recipe.Grid) / 1e6:F0} M multiply-accumulates a picture";

    public IReadOnlyDictionary<string, nn.Module> Networks => new Dictionary<string, nn.Module> { ["s"] = s };

    public IReadOnlyList<ParameterGroup> Parameters => s.Groups;

    public bool EnterEpoch(int epoch) => false;

    public StepLoss Loss(Lesson lesson, double progress)
    {
        (Tensor pictures, Tensor masks) = (lesson.Pictures, lesson.Masks);
        precision.Type = ScalarType.BFloat16;
        // The start of the round of settings is drawn, so that a picture meets another setting in each epoch.
        pictures = codec is null ? pictures : codec.Through(pictures, (int)randint(0, 1 << 16, [1]).item<long>());
        Tensor logits = s.call(Precision.ChannelsLast(pictures / 255));
        Tensor loss = SegmentationLoss.Of(recipe)(logits, masks);
        return new StepLoss(loss, loss, zeros(1), logits);
    }

    public int Layers => 1;

    public bool Segments => true;

    public (Tensor Logits, Tensor Bits) Predict(Tensor pictures, int layers)
    {
        precision.Type = ScalarType.Float32;
        pictures = codec is null ? pictures : codec.Through(pictures, 0);
        return (s.Mean(pictures / 255, recipe.Views), zeros(pictures.shape[0]));
    }

    public void Export(string folder) => Training.Export.ModelFolderWriter.Plain(folder, recipe, s);
}
