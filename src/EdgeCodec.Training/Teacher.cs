using EdgeCodec.Training.Data;
using EdgeCodec.Training.Designs;
using EdgeCodec.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training;

/// <summary>
/// Distillation at its cheapest: the targets of a coded run become a mean of the drawn mask and of what the
/// uncompressed segmentor says of the photograph (Hinton et al., arXiv:1503.02531). Annotators differ in how wide
/// they draw; the teacher's soft edges are easier to learn than one annotator's line.
/// </summary>
internal static class Teacher
{
    public static IReadOnlyList<Sample> Blend(IReadOnlyList<Sample> samples, Recipe recipe, string plainRun)
    {
        using var _ = no_grad();
        using var outer = NewDisposeScope();
        var s = new SegmentationNetwork(new Precision { Type = ScalarType.BFloat16 }, "s", 3);
        s.load(Checkpoint.AveragedWeights(plainRun, "s"));
        s.eval();
        int[] all = [.. Enumerable.Range(0, samples.Count)];
        var blended = new Sample[samples.Count];
        for (int start = 0; start < samples.Count; start += recipe.Batch)
        {
            using var scope = NewDisposeScope();
            int count = Math.Min(recipe.Batch, samples.Count - start);
            (Tensor pictures, Tensor masks) = Batches.Make(samples, all.AsSpan(start, count), recipe.Grid);
            // Two views, so that the teacher does not simply repeat what it learned by heart.
            Tensor view = s.call(Precision.ChannelsLast(pictures / 255)).sigmoid();
            Tensor mirrored = s.call(Precision.ChannelsLast(pictures.flip(3) / 255)).sigmoid().flip(3);
            Tensor target = masks * (1 - recipe.TeacherShare) + (view + mirrored) / 2 * recipe.TeacherShare;
            byte[] bytes = (target * 255).round().to(ScalarType.Byte).contiguous().data<byte>().ToArray();
            int area = recipe.Grid * recipe.Grid;
            for (int i = 0; i < count; i++) { blended[start + i] = samples[start + i] with { Mask = bytes[(i * area)..((i + 1) * area)] }; }
        }
        return blended;
    }
}
