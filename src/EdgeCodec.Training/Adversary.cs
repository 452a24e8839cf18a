using EdgeCodec.Training.Losses;
using EdgeCodec.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training;

/// <summary>
/// D, its optimiser and the two alternating steps of section 2.3: <see cref="Loss"/> goes into the step of C and S
/// with D fixed; <see cref="Step"/> is the step of D with C and S fixed.
/// </summary>
internal sealed class Adversary
{
    private readonly Recipe recipe;
    private readonly Precision precision = new() { Type = ScalarType.BFloat16 };

    public Adversary(Recipe recipe)
    {
        this.recipe = recipe;
        Network = new Discriminator(precision, "d", recipe.DiscriminatorInput == "labels" ? 1 : 3);
        Optimizer = optim.AdamW(Network.parameters(), recipe.DiscriminatorRate, weight_decay: 0);
    }

    public Discriminator Network { get; }

    public TorchSharp.Modules.AdamW Optimizer { get; }

    /// <summary>loss_dis (Eq. 1), differentiable in the logits; D's own parameters get no gradient.</summary>
    /// <param name="pictures">[N, 3, H, W] of 0..255; only a critic of masked photographs looks at them.</param>
    /// <param name="logits">Predicted, [N, 1, H, W].</param>
    /// <param name="masks">True label maps of 0..1, [N, 1, H, W].</param>
    public Tensor Loss(Tensor pictures, Tensor logits, Tensor masks)
    {
        SetTrainable(false);
        Tensor[] truth;
        using (no_grad()) { truth = Network.call(Seen(pictures, masks)); }
        return Compare(Network.call(Seen(pictures, logits.sigmoid())), truth);
    }

    /// <summary>One step of D on -loss_dis (Eq. 3), at this share of its rate. Returns loss_dis, which may not be finite: then nothing was changed.</summary>
    public float Step(Tensor pictures, Tensor logits, Tensor masks, double factor)
    {
        SetTrainable(true);
        Tensor loss = Compare(Network.call(Seen(pictures, logits.detach().sigmoid())), Network.call(Seen(pictures, masks)));
        float value = loss.item<float>();
        if (!float.IsFinite(value)) { return value; }
        foreach (var group in Optimizer.ParamGroups) { group.LearningRate = recipe.DiscriminatorRate * factor; }
        Network.zero_grad(set_to_none: true);
        (-loss).backward();
        Optimizer.step();
        return value;
    }

    private Tensor Seen(Tensor pictures, Tensor labels)
        => Precision.ChannelsLast(recipe.DiscriminatorInput == "labels" ? labels : pictures / 255 * labels);

    // Sums over a hundred thousand features need float32.
    private static Tensor Compare(Tensor[] predicted, Tensor[] truth)
        => LabelFeatureLoss.Mae([.. predicted.Select(f => f.to(ScalarType.Float32))], [.. truth.Select(f => f.to(ScalarType.Float32))]);

    private void SetTrainable(bool value)
    {
        foreach (TorchSharp.Modules.Parameter parameter in Network.parameters()) { parameter.requires_grad = value; }
    }
}
