using System.Collections.Immutable;
using System.Security.Cryptography;

namespace EdgeCodec.Tests;

/// <summary>The parts of an edge model before they are written, so that a test can change one.</summary>
internal sealed record ModelParts(
    GridSpec Grid, ImmutableArray<ConvLayer> Layers, LatentSpec Latent, ContextModel Context, string Name, string Note)
{
    public byte[] Write() => EdgeModelWriter.Write(Grid, Layers, Latent, Context, Name, Note, SHA256.HashData);

    public EdgeModel Build() => EdgeModel.Parse(Write());
}
