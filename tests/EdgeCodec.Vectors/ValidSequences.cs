using System.Buffers;
using System.Text.Json.Nodes;
using EdgeCodec.Tests;

namespace EdgeCodec.Vectors;

/// <summary>Streams of sequences that decode.</summary>
internal static class ValidSequences
{
    private static readonly IntensityWindow Window = new(-600, 1500);

    /// <summary>A sequence of whole sources, or of volumes in slabs.</summary>
    private sealed record Part(SampleType Type, int Width, int Height, int Units, int Depth = 1, EncodeOptions? Options = null, int? Slabs = null);

    public static void Write(VectorFolder folder, VectorModels models)
    {
        void Add(string name, string about, string model, params Part[] parts) => folder.Write($"valid/{name}", "ecs", () =>
        {
            (byte[] stream, JsonObject[] sequences) = Encode(models[model], (ulong)name.Length, parts);
            return (stream, Expectation.Valid(about, model, sequences));
        });

        var layers = new EncodeOptions { Window = Window, Layers = 3, LayerChecks = true };
        Add("sequence-one-unit", "A sequence of one unit.", "gray", new Part(SampleType.U8, 40, 30, 1));
        Add("sequence-units", "A sequence of 40 units.", "gray", new Part(SampleType.U8, 40, 30, 40));
        Add("sequence-bits", "300 units of a latent of one bit.", "bit", new Part(SampleType.U8, 1, 1, 300));
        Add("sequence-two-sizes", "Two geometries, so two sequences.", "gray", new Part(SampleType.U8, 40, 30, 3), new Part(SampleType.U8, 31, 40, 2));
        Add("sequence-three-types", "Three sample types.", "gray", new Part(SampleType.U8, 9, 9, 1), new Part(SampleType.U16, 9, 9, 2), new Part(SampleType.S16, 9, 9, 1));
        Add("sequence-layers", "Another number of layers in each sequence.", "color",
            new Part(SampleType.U8, 16, 12, 2, 1, new EncodeOptions { Layers = 1 }), new Part(SampleType.U8, 16, 12, 2), new Part(SampleType.U8, 16, 12, 1, 1, new EncodeOptions { LayerChecks = true }));
        Add("sequence-layer-checks", "Layer checks in each unit.", "volume", new Part(SampleType.S16, 23, 31, 3, 9, layers));
        Add("sequence-metadata", "Metadata that tells two sequences of one geometry apart.", "gray",
            new Part(SampleType.U8, 9, 9, 1, 1, new EncodeOptions { Metadata = new StreamMetadata("first"u8) }),
            new Part(SampleType.U8, 9, 9, 1, 1, new EncodeOptions { Metadata = new StreamMetadata("second"u8) }));
        Add("sequence-wide", "A sequence in the wide form.", "gray", new Part(SampleType.U8, 1, 4097, 2));
        Add("slabs-even", "A volume of 8 slices in 4 slabs.", "cube", new Part(SampleType.U16, 12, 10, 1, 8, null, 4));
        Add("slabs-uneven", "Volumes of 11 slices in 4 slabs, two of them.", "cube", new Part(SampleType.U16, 12, 10, 2, 11, null, 4));
        Add("slabs-of-one-slice", "As many slabs as slices.", "cube", new Part(SampleType.U8, 12, 10, 1, 7, null, 7));
        Add("slabs-all-options", "Slabs with every option.", "volume",
            new Part(SampleType.S16, 12, 10, 2, 7, layers with { Spacing = new VoxelSpacing(1_000_000, 500_000, 500_000), Metadata = new StreamMetadata([1, 2, 3]) }, 3));
        WriteExtensions(folder, models["gray"]);
        WriteEmpty(folder, models);
    }

    private static (byte[] Stream, JsonObject[] Sequences) Encode(EdgeModel model, ulong seed, Part[] parts)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new SequenceWriter(model, output);
        var encoder = new Encoder(model);
        var sequences = new List<JsonObject>();
        foreach (Part part in parts)
        {
            StreamHeader header = StreamHeader.For(model, part.Type, part.Width, part.Height, part.Depth, part.Options, part.Slabs);
            var units = new List<JsonNode>();
            for (int i = 0; i < part.Units * (part.Slabs ?? 1); i++)
            {
                int depth = header.SlabAt(i % (part.Slabs ?? 1)).Depth;
                ImageMaker image = ImageMaker.Smooth(new SplitMix(seed++), part.Type, model.Grid.Channels, part.Width, part.Height, depth);
                Latent latent = encoder.EncodeLatent(image.View, part.Options?.Window);
                writer.Write(header, latent);
                units.Add(Expectation.Unit(model, header, i, latent, header.LayersOf(model)));
            }
            sequences.Add(Expectation.Sequence(model, header, isSequence: true, [.. units]));
        }
        writer.End();
        return (output.WrittenSpan.ToArray(), [.. sequences]);
    }

    private static void WriteExtensions(VectorFolder folder, EdgeModel model)
    {
        byte[] header = RawStream.Narrow(model, SampleType.U8, 12, 9);
        byte[] unit = RawStream.Unit(RawStream.Payload(model, SampleType.U8, 12, 9));
        void Add(string name, string about, int units, params byte[][] blocks) => folder.Write($"valid/{name}", "ecs", () =>
        {
            StreamHeader fields = StreamHeader.For(model, SampleType.U8, 12, 9);
            Latent latent = RawStream.LatentOf(model, SampleType.U8, 12, 9);
            JsonNode[] all = [.. Enumerable.Range(0, units).Select(i => Expectation.Unit(model, fields, i, latent, 1))];
            return (RawStream.Sequence(model, header, blocks), Expectation.Valid(about, "gray", Expectation.Sequence(model, fields, isSequence: true, all)));
        });

        byte[] reserved = RawStream.Extension(3, 1, 2, 3);
        byte[] own = RawStream.Extension(0x7FFF_FFFF, new SplitMix(1).Bytes(300));
        Add("extension-first", "A skippable extension before the first unit.", 1, reserved, unit, RawStream.End);
        Add("extension-between", "Skippable extensions between units, one of them empty, one of the greatest type.", 2, unit, own, RawStream.Extension(1025), unit, RawStream.End);
        Add("extension-last", "A skippable extension before the end.", 1, unit, reserved, RawStream.End);
        Add("extension-alone", "A sequence of nothing but an extension.", 0, reserved, RawStream.End);
    }

    private static void WriteEmpty(VectorFolder folder, VectorModels models)
    {
        EdgeModel gray = models["gray"];
        byte[] header = RawStream.Narrow(gray, SampleType.U8, 12, 9);
        JsonObject Empty() => Expectation.Sequence(gray, StreamHeader.For(gray, SampleType.U8, 12, 9), isSequence: true);
        folder.Write("valid/sequence-empty", "ecs", () => (RawStream.Sequence(gray, header, RawStream.End), Expectation.Valid("A sequence without units.", "gray", Empty())));
        folder.Write("valid/sequences-empty", "ecs", () =>
        {
            byte[] stream = [.. RawStream.Sequence(gray, header, RawStream.Next), .. RawStream.Sequence(gray, header, 1, RawStream.End)];
            return (stream, Expectation.Valid("Two sequences without units, of the same header.", "gray", Empty(), Empty()));
        });

        // Empty segments are all ones at even odds or better: what the range coder reads past the end is 0.
        EdgeModel bit = models["bit"];
        byte[] one = RawStream.Narrow(bit, SampleType.U8, 1, 1);
        folder.Write("valid/segment-empty", "ecs", () => (RawStream.Picture(bit, one), Expectation.Valid(
            "An empty segment: a bit of 1.", "bit", OneBit(bit, isSequence: false))));
        folder.Write("valid/unit-empty", "ecs", () => (RawStream.Sequence(bit, one, RawStream.Unit(), RawStream.End), Expectation.Valid(
            "A unit of an empty payload.", "bit", OneBit(bit, isSequence: true))));
    }

    private static JsonObject OneBit(EdgeModel bit, bool isSequence)
    {
        StreamHeader header = StreamHeader.For(bit, SampleType.U8, 1, 1);
        return Expectation.Sequence(bit, header, isSequence, Expectation.Unit(bit, header, 0, Latent.Create(bit.Latent, [1]), 1));
    }
}
