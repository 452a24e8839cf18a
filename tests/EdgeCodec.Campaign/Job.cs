using EdgeCodec.Tests;

namespace EdgeCodec.Campaign;

/// <summary>One input: what to encode, and with which model.</summary>
/// <param name="Name">For the report of a difference.</param>
/// <param name="Model">Parsed from <paramref name="ModelBytes"/>; the same object for the same model.</param>
/// <param name="Layers">Quality layers to write; 0 is all.</param>
internal sealed record Job(string Name, EdgeModel Model, byte[] ModelBytes, ImageMaker Image, IntensityWindow? Window, int Layers)
{
    public EncodeOptions Options => new() { Window = Window, Layers = Layers == 0 ? null : Layers };
}
