using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training;

/// <summary>All that changes while a run trains: what a checkpoint holds.</summary>
/// <param name="Networks">The design's networks by name.</param>
/// <param name="Average">Their running average.</param>
/// <param name="Optimizer">Of the design's networks.</param>
/// <param name="Adversary">D and its optimiser; null where the recipe trains without.</param>
internal sealed record TrainingState(
    IReadOnlyDictionary<string, nn.Module> Networks, WeightAverage Average, TorchSharp.Modules.AdamW Optimizer, Adversary? Adversary);
