using EdgeCodec.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Designs;

/// <summary>What one step's loss is made of. Tensors live in the scope of the step.</summary>
/// <param name="Total">The scalar to differentiate.</param>
/// <param name="Segmentation">Its segmentation part.</param>
/// <param name="Bits">Mean estimated bits of a picture's latent; 0 for an uncompressed design.</param>
/// <param name="Logits">What s says, for D to judge; null while s rests.</param>
internal sealed record StepLoss(Tensor Total, Tensor Segmentation, Tensor Bits, Tensor? Logits);

/// <summary>A set of networks that are trained together, and their loss.</summary>
internal interface IDesign
{
    /// <summary>One line for people: what is trained, and how heavy it is.</summary>
    string Description { get; }

    /// <summary>The networks by name; names are those of the checkpoint's files.</summary>
    IReadOnlyDictionary<string, nn.Module> Networks { get; }

    /// <summary>All that learns, each parameter once.</summary>
    IReadOnlyList<ParameterGroup> Parameters { get; }

    /// <summary>Those that a finished model, from which this run starts, does not hold: they learn first, alone.</summary>
    IReadOnlyList<TorchSharp.Modules.Parameter> Missing => [];

    /// <summary>Brings the networks into the phase of this epoch (0-based). True if parameters changed their meaning, so that averages start anew.</summary>
    bool EnterEpoch(int epoch);

    /// <summary>What is learned from pictures [N, 3, H, W] of 0..255 and masks [N, 1, H, W] of 0..1.</summary>
    Lesson Prepare(Tensor pictures, Tensor masks) => new(pictures, masks);

    /// <summary>The loss of one batch; progress is 0..1 over the run.</summary>
    StepLoss Loss(Lesson lesson, double progress);

    /// <summary>False for a design without s, whose logits say nothing.</summary>
    bool Segments { get; }

    /// <summary>Layers that a stream can have; 1 for an uncompressed design.</summary>
    int Layers { get; }

    /// <summary>
    /// Logits [N, 1, H, W] and the bits of each picture's latent [N] (zeros if uncompressed; of a head on finished streams, of the whole stream), as at test time with the
    /// first <paramref name="layers"/> layers sent.
    /// </summary>
    (Tensor Logits, Tensor Bits) Predict(Tensor pictures, int layers);

    /// <summary>Writes the networks into a model folder.</summary>
    void Export(string folder);
}
