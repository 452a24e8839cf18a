using TorchSharp.Modules;

namespace EdgeCodec.Training.Networks;

/// <summary>Parameters that learn at one rate.</summary>
/// <param name="Parameters">May be none.</param>
/// <param name="Pretrained">At <see cref="Recipe.EncoderRate"/> of the full rate.</param>
/// <param name="Rests">Not during warm-up epochs; they have a schedule of their own after them.</param>
internal sealed record ParameterGroup(IEnumerable<Parameter> Parameters, bool Pretrained, bool Rests);
