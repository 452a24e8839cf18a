using EdgeCodec.Training.Data;
using EdgeCodec.Training.Designs;
using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training;

/// <summary>
/// Figures over the held-out pictures at grid resolution, by which runs are compared and settings chosen. What a
/// README reports comes from `edgecodec eval` at source resolution.
/// </summary>
/// <param name="Dice">Mean over pictures; not a number where nothing is segmented.</param>
/// <param name="Iou">Mean over pictures; the same.</param>
/// <param name="Bits">Mean estimated bits of a picture's latent.</param>
internal sealed record Validation(double Dice, double Iou, double Bits)
{
    /// <param name="layers">Layers of the stream to send; 0 = all.</param>
    public static Validation Run(IDesign design, IReadOnlyList<Sample> samples, int batch, int layers = 0)
    {
        using var _ = no_grad();
        foreach (nn.Module network in design.Networks.Values) { network.eval(); }
        double dice = 0, iou = 0, bits = 0;
        int[] all = [.. Enumerable.Range(0, samples.Count)];
        int side = (int)Math.Sqrt(samples[0].Mask.Length);
        for (int start = 0; start < samples.Count; start += batch)
        {
            using var scope = NewDisposeScope();
            (Tensor pictures, Tensor masks) = Batches.Make(samples, all.AsSpan(start, Math.Min(batch, samples.Count - start)), side);
            (Tensor logits, Tensor length) = design.Predict(pictures, layers == 0 ? design.Layers : layers);
            (double batchDice, double batchIou) = SumOverlap(logits, masks);
            dice += batchDice;
            iou += batchIou;
            bits += length.sum().item<float>();
        }
        if (!design.Segments) { return new Validation(double.NaN, double.NaN, bits / samples.Count); }
        return new Validation(dice / samples.Count, iou / samples.Count, bits / samples.Count);
    }

    /// <summary>Dice and IoU of each picture, summed over a batch; the mask is where at least half is lesion.</summary>
    public static (double Dice, double Iou) SumOverlap(Tensor logits, Tensor masks)
    {
        Tensor p = logits.gt(0).to(ScalarType.Float32), y = masks.ge(0.5).to(ScalarType.Float32);
        Tensor shared = (p * y).sum([1L, 2L, 3L]), both = p.sum([1L, 2L, 3L]) + y.sum([1L, 2L, 3L]);
        // Both empty counts as 1.
        return (((2 * shared + 1e-9) / (both + 1e-9)).sum().item<float>(), ((shared + 1e-9) / (both - shared + 1e-9)).sum().item<float>());
    }
}
