namespace EdgeCodec.Vectors;

using static EdgeCodecStatus;
using static RawStream;

/// <summary>Streams whose header is refused (FORMAT §2, §3).</summary>
internal static class InvalidHeaders
{
    private const byte Depth = 1, Window = 2, Layers = 4, LayerChecks = 8, Spacing = 16, Slabs = 32, Metadata = 64, Reserved = 128;

    // Not one of them gets as far as its payload and check.
    private static readonly byte[] Rest = [1, 2, 3, 4, 5, 6];

    public static void Write(VectorFolder folder, VectorModels models)
    {
        void Add(string name, string about, string model, EdgeCodecStatus error, params byte[] stream) =>
            folder.Write($"invalid/{name}", "ecs", () => (stream, Expectation.Invalid(about, model, error)));

        WriteFirstBytes(Add, models);
        WriteTruncated(Add, models);
        WriteSizes(Add, models);
        WriteOptions(Add, models["volume"]);
        WriteModelRules(Add, models);
    }

    private delegate void Adder(string name, string about, string model, EdgeCodecStatus error, params byte[] stream);

    private static void WriteFirstBytes(Adder add, VectorModels models)
    {
        byte[] rest = Picture(models["gray"], Narrow(models["gray"], SampleType.U8, 9, 9), 1, 2, 3)[1..];
        foreach (byte first in (byte[])[0x00, 0x89, 0xBF, 0xE7, 0xEB, 0xEF, 0xF0, 0xFF])
        {
            add($"not-a-stream-{first:x2}", $"The first byte is 0x{first:x2}.", "gray", NotAStream, [first, .. rest]);
        }
        foreach (byte first in (byte[])[0xC0, 0xDF])
        {
            add($"version-{first:x2}", $"The first byte, 0x{first:x2}, is of a later version.", "gray", StreamVersionUnsupported, [first, .. rest]);
        }
        add("marker-start-00", "0x00 follows the marker.", "gray", StreamHeaderInvalid, [0xE3, 0x00, .. rest]);
        add("marker-start-e7", "A sample type of 3 follows the marker.", "gray", StreamHeaderInvalid, [0xE3, 0xE7, .. rest]);
        add("marker-start-c0", "A later version's first byte follows the marker.", "gray", StreamHeaderInvalid, [0xE3, 0xC0, .. rest]);
        add("marker-twice", "The marker follows the marker.", "gray", StreamHeaderInvalid, [0xE3, 0xE3, 0xE0, .. rest]);
    }

    private static void WriteTruncated(Adder add, VectorModels models)
    {
        EdgeModel volume = models["volume"];
        add("empty", "A stream of no bytes.", "gray", StreamTruncated);
        byte[] header = Wide(volume, SampleType.S16, 5000, 3, Depth | Window | Layers | Spacing | Metadata, 9, 1, 5, 3, 0x80, 1, 2, 3, 3, 1, 2, 3);
        foreach (int length in (int[])[1, 2, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18])
        {
            add($"header-cut-{length:00}", $"{length} bytes of a header of {header.Length}.", "volume", StreamTruncated, header[..length]);
        }
        add("marker-alone", "Nothing follows the marker.", "gray", StreamTruncated, 0xE3);
        add("varint-cut", "The stream ends in a depth that goes on.", "volume", StreamTruncated, Narrow(volume, SampleType.S16, 9, 9, Depth | Window, 0xFF, 0xFF));
    }

    private static void WriteSizes(Adder add, VectorModels models)
    {
        EdgeModel gray = models["gray"], cube = models["cube"];
        add("width-0", "A width of 0.", "gray", StreamHeaderInvalid, [.. Wide(gray, SampleType.U8, 0, 5000), .. Rest]);
        add("height-0", "A height of 0.", "gray", StreamHeaderInvalid, [.. Wide(gray, SampleType.U8, 5000, 0), .. Rest]);
        add("width-0-cut", "A width of 0 in a stream that ends within the height: both are read before they are tested.", "gray", StreamTruncated, Wide(gray, SampleType.U8, 0, 0)[..6]);
        add("size-0", "Width and height of 0.", "gray", StreamHeaderInvalid, [.. Wide(gray, SampleType.U8, 0, 0), .. Rest]);
        add("wide-small", "4096 x 4096 in the wide form.", "gray", StreamHeaderInvalid, [.. Wide(gray, SampleType.U8, 4096, 4096), .. Rest]);
        add("pixels-2-31", "20 bytes that state 2^31 pixels: a right header, no right check.", "gray", StreamDamaged, [.. Wide(gray, SampleType.U8, 32769, 65534), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
        add("pixels-2-32", "65535 x 65535 pixels of 12 bytes.", "gray", StreamDamaged, [.. Wide(gray, SampleType.U8, 65535, 65535), .. Rest[..5]]);
        add("voxels-2-48", "65535 x 65535 x 65535 voxels.", "cube", StreamHeaderInvalid, [.. Wide(cube, SampleType.U8, 65535, 65535, Depth, 0xFF, 0xFF, 3), .. Rest]);
        add("voxels-above-2-36", "One slice more than 2^36 voxels take.", "cube", StreamHeaderInvalid, [.. Wide(cube, SampleType.U8, 65535, 65535, Depth, 17), .. Rest]);
        add("voxels-below-2-36", "As many slices as 2^36 voxels take: a right header, no right check.", "cube", StreamDamaged, [.. Wide(cube, SampleType.U8, 65535, 65535, Depth, 16), .. Rest]);
    }

    private static void WriteOptions(Adder add, EdgeModel volume)
    {
        void Bad(string name, string about, params byte[] options) => BadAs(name, about, StreamHeaderInvalid, options);
        void BadAs(string name, string about, EdgeCodecStatus error, params byte[] options) =>
            add(name, about, "volume", error, [.. Narrow(volume, SampleType.S16, 9, 9, options), .. Rest]);

        Bad("options-0", "An options byte of 0.", 0);
        BadAs("options-reserved", "The reserved option.", StreamVersionUnsupported, Reserved);
        BadAs("options-all", "All options, the reserved one among them.", StreamVersionUnsupported, 0xFF);
        Bad("depth-0", "A depth of 0.", Depth, 0);
        Bad("depth-1", "A depth of 1, which is not written.", Depth, 1);
        Bad("depth-65536", "A depth above 65535.", Depth, 0x80, 0x80, 4);
        Bad("depth-not-shortest", "A depth of 9 in two bytes.", Depth, 0x89, 0);
        Bad("depth-2-32", "A varint of 2^32.", Depth, 0x80, 0x80, 0x80, 0x80, 0x10);
        Bad("depth-endless", "A varint of six bytes.", Depth, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01);
        Bad("window-low-below", "window_low of -32769.", Depth | Window, 9, 0x81, 0x80, 4, 1);
        Bad("window-low-above", "window_low of 65536.", Depth | Window, 9, 0x80, 0x80, 8, 1);
        Bad("window-low-overflow", "window_low of 2^31 - 1.", Depth | Window, 9, 0xFE, 0xFF, 0xFF, 0xFF, 0x0F, 1);
        Bad("window-width-0", "window_width of 0.", Depth | Window, 9, 0, 0);
        Bad("window-width-65536", "window_width of 65536.", Depth | Window, 9, 0, 0x80, 0x80, 4);
        Bad("layers-0", "No layers.", Depth | Window | Layers, 9, 0, 1, 0);
        Bad("layers-15", "15 layers, which is never fewer than all.", Depth | Window | Layers, 9, 0, 1, 15);
        Bad("spacing-0", "A spacing of 0.", Depth | Window | Spacing, 9, 0, 1, 1, 0, 1);
        Bad("spacing-overflow", "A spacing of 2^32.", Depth | Window | Spacing, 9, 0, 1, 0x80, 0x80, 0x80, 0x80, 0x10, 1, 1);
        Bad("slabs-in-picture", "Slabs in a picture.", Depth | Window | Slabs, 9, 0, 1, 3);
        Bad("metadata-4097", "Metadata of 4097 bytes.", Depth | Window | Metadata, 9, 0, 1, 0x81, 0x20);
        Bad("metadata-2-32", "Metadata of 2^32 - 1 bytes.", Depth | Window | Metadata, 9, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F);

        void BadSequence(string name, string about, params byte[] options) =>
            add(name, about, "volume", StreamHeaderInvalid, [0xE3, .. Narrow(volume, SampleType.S16, 9, 9, options), .. Rest]);
        BadSequence("slabs-without-depth", "Slabs of a source of one slice.", Window | Slabs, 0, 1, 2);
        BadSequence("slabs-1", "One slab.", Depth | Window | Slabs, 9, 0, 1, 1);
        BadSequence("slabs-above-depth", "More slabs than slices.", Depth | Window | Slabs, 9, 0, 1, 10);
        BadSequence("slabs-too-shallow", "Slabs of 2 slices but for one of 1, which is too few for the model.", Depth | Window | Slabs, 9, 0, 1, 5);
    }

    private static void WriteModelRules(Adder add, VectorModels models)
    {
        EdgeModel gray = models["gray"], color = models["color"], deep = models["deep"], volume = models["volume"], constant = models["fixed"];
        add("wrong-model", "Another model's tag.", "gray", WrongModel, Picture(color, Narrow(color, SampleType.U8, 9, 9), 1, 2, 3));
        add("wrong-model-invalid-source", "Another model's tag comes before a source that this one does not take.", "color", WrongModel, Picture(gray, Narrow(gray, SampleType.S16, 1, 1), 1));
        add("wrong-model-invalid-option", "An option out of range comes before another model's tag.", "color", StreamHeaderInvalid, Picture(gray, Narrow(gray, SampleType.U8, 9, 9, Depth, 1), 1));
        byte[] twin = Picture(models["gray-twin"], Narrow(gray, SampleType.U8, 12, 9), Payload(models["gray-twin"], SampleType.U8, 12, 9));
        add("wrong-model-same-tag", "Another model of the same tag: only the check knows.", "gray", StreamDamaged, twin);
        add("sample-type", "Samples that the model does not take.", "color", StreamHeaderInvalid, Picture(color, Narrow(color, SampleType.S16, 9, 9), 1));
        add("source-too-small", "A source smaller than the model's smallest.", "color", StreamHeaderInvalid, Picture(color, Narrow(color, SampleType.U8, 9, 3), 1));
        add("source-too-flat", "A volume of fewer slices than the model's least.", "volume", StreamHeaderInvalid, Picture(volume, Narrow(volume, SampleType.S16, 9, 9, Window, 0, 1), 1));
        add("source-too-elongated", "A source more elongated than the model allows.", "color", StreamHeaderInvalid, Picture(color, Narrow(color, SampleType.U8, 41, 4), 1));
        add("window-missing", "No window where the model asks for one.", "volume", StreamHeaderInvalid, Picture(volume, Narrow(volume, SampleType.S16, 9, 9, Depth, 9), 1));
        add("window-unasked", "A window where the model has its own.", "fixed", StreamHeaderInvalid, Picture(constant, Narrow(constant, SampleType.S16, 9, 9, Window, 0, 1), 1));
        add("layers-all", "All layers, which is not written.", "volume", StreamHeaderInvalid, Picture(volume, Narrow(volume, SampleType.S16, 9, 9, Depth | Window | Layers, 9, 0, 1, 5), 1));
        add("layers-above", "More layers than the model has.", "volume", StreamHeaderInvalid, Picture(volume, Narrow(volume, SampleType.S16, 9, 9, Depth | Window | Layers, 9, 0, 1, 6), 1));
        add("layer-checks-of-one-layer", "Layer checks in units of one layer.", "gray", StreamHeaderInvalid, Picture(gray, Narrow(gray, SampleType.U8, 9, 9, LayerChecks), 1));
        add("layer-checks-of-first-layer", "Layer checks where one layer is left.", "deep", StreamHeaderInvalid, Picture(deep, Narrow(deep, SampleType.U8, 9, 9, Layers | LayerChecks, 1), 1));
    }
}
