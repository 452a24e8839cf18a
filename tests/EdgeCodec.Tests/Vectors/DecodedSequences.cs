using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Xunit;

namespace EdgeCodec.Tests.Vectors;

/// <summary>Compares what a decoder gave with a vector's expectation.</summary>
internal static class DecodedSequences
{
    /// <param name="expected">The expectation's sequences.</param>
    /// <param name="model">The model.</param>
    /// <param name="units">All units, in order. Sequences without any are not looked for.</param>
    /// <param name="isSequence">The form that the stream has.</param>
    public static void AssertEqual(JsonArray expected, EdgeModel model, IEnumerable<DecodedUnit> units, bool isSequence)
    {
        JsonObject[] actual = [.. units.GroupBy(unit => unit.Sequence).Select(sequence => Describe(model, isSequence, [.. sequence]))];
        JsonNode[] wanted = [.. expected.Where(sequence => sequence!["units"]!.AsArray().Count > 0).Select(s => s!)];
        Assert.Equal(wanted.Length, actual.Length);
        for (int i = 0; i < wanted.Length; i++)
        {
            Assert.True(JsonNode.DeepEquals(wanted[i], actual[i]), $"sequence {i}: expected {wanted[i]}, got {actual[i]}");
        }
    }

    private static JsonObject Describe(EdgeModel model, bool isSequence, DecodedUnit[] units)
    {
        StreamHeader header = units[0].SequenceHeader;
        Assert.All(units, unit => Assert.Equal(header, unit.SequenceHeader));
        return new JsonObject
        {
            ["form"] = isSequence ? "sequence" : "picture",
            ["sample_type"] = header.SampleType.ToString().ToLowerInvariant(),
            ["width"] = header.Width,
            ["height"] = header.Height,
            ["depth"] = header.Depth,
            ["window"] = header.Window is { } window ? new JsonArray(window.Low, window.Width) : null,
            ["layers"] = header.LayersOf(model),
            ["layer_checks"] = header.LayerChecks,
            ["spacing"] = header.Spacing is { } spacing ? new JsonArray(spacing.D, spacing.H, spacing.W) : null,
            ["slabs"] = header.Slabs,
            ["metadata"] = header.Metadata is { } metadata ? Convert.ToHexStringLower(metadata.Bytes) : null,
            ["units"] = new JsonArray([.. units.Select((unit, i) => Describe(model, header, unit, i))]),
        };
    }

    private static JsonObject Describe(EdgeModel model, StreamHeader header, DecodedUnit unit, int index)
    {
        Assert.Equal(index, unit.Index);
        Assert.Equal(unit.IsPartial, unit.Layers < header.LayersOf(model));
        (int start, int depth) = header.SlabAt(index % (header.Slabs ?? 1));
        Assert.Equal(depth, unit.Header.Depth);
        int bits = (int)(model.Latent.ChannelsOf(unit.Layers) * model.Latent.Size.Volume);
        Assert.False(unit.Latent.Bits[bits..].Contains((byte)1));
        return new JsonObject
        {
            ["first_slice"] = start,
            ["slices"] = depth,
            ["layers"] = unit.Layers,
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(unit.Latent.Bits[..bits])),
        };
    }
}
