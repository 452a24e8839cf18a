using System.Text.Json.Nodes;

namespace EdgeCodec.Vectors;

using static EdgeCodecStatus;
using static RawStream;

/// <summary>Streams of sequences that are cut, reordered, or wrong under right checks (FORMAT §4, §8, §9).</summary>
internal static class InvalidSequences
{
    private delegate void Adder(string name, string about, EdgeCodecStatus error, int units, params byte[] stream);

    public static void Write(VectorFolder folder, VectorModels models)
    {
        EdgeModel gray = models["gray"];
        StreamHeader fields = StreamHeader.For(gray, SampleType.U8, 12, 9);
        byte[] header = Narrow(gray, SampleType.U8, 12, 9);
        byte[][] units = [.. Enumerable.Range(1, 3).Select(seed => Unit(Payload(gray, SampleType.U8, 12, 9, seed: (ulong)seed)))];
        Latent[] latents = [.. Enumerable.Range(1, 3).Select(seed => LatentOf(gray, SampleType.U8, 12, 9, seed: (ulong)seed))];

        // With the number of units that a partial reader gets, from the first on.
        void Add(string name, string about, EdgeCodecStatus error, int count, params byte[] stream) => folder.Write($"invalid/{name}", "ecs", () =>
        {
            JsonNode[] given = [.. Enumerable.Range(0, count).Select(i => Expectation.Unit(gray, fields, i, latents[i], 1))];
            JsonNode[] partial = count == 0 ? [] : [Expectation.Sequence(gray, fields, isSequence: true, given)];
            return (stream, Expectation.Invalid(about, "gray", error, partial));
        });

        WriteCut(Add, gray, header, units);
        WriteReordered(Add, gray, header, units);
        WriteBlocks(Add, gray, header, units[0]);
        WriteWhatFollows(Add, models, header, units[0]);
        WriteSlabs(folder, models["cube"]);
        WriteLayers(folder, models["deep"]);
    }

    private static void WriteCut(Adder add, EdgeModel gray, byte[] header, byte[][] units)
    {
        byte[] whole = Sequence(gray, header, [.. units, End]);
        int start = 1 + header.Length;
        int second = start + units[0].Length + 4;
        int third = second + units[1].Length + 4;
        add("sequence-no-block", "Nothing follows the header.", StreamTruncated, 0, whole[..start]);
        add("sequence-cut-in-first", "Cut within the first unit.", StreamTruncated, 0, whole[..(start + 3)]);
        add("sequence-cut-in-second", "Cut within the second unit.", StreamTruncated, 1, whole[..(second + 3)]);
        add("sequence-cut-before-check", "Cut before the second unit's check.", StreamTruncated, 1, whole[..(third - 4)]);
        add("sequence-cut-in-check", "Cut within the third unit's check.", StreamTruncated, 2, whole[..^6]);
        add("sequence-no-end", "Three units and no end.", StreamTruncated, 3, whole[..^5]);
        add("sequence-end-lead-alone", "The end's lead and no check.", StreamTruncated, 3, whole[..^4]);
        add("sequence-cut-by-1", "The last byte is missing.", StreamTruncated, 3, whole[..^1]);
        add("sequence-cut-in-lead", "The lead goes on, the stream does not.", StreamTruncated, 1, [.. whole[..second], 0x80]);
    }

    private static void WriteReordered(Adder add, EdgeModel gray, byte[] header, byte[][] units)
    {
        byte[] marked = [0xE3, .. header];
        byte[][] sealedUnits = [.. units.Select((unit, i) => Seal(gray, (uint)i, marked, unit))];
        byte[] Join(params int[] order) => [.. marked, .. order.SelectMany(i => sealedUnits[i]), .. Seal(gray, (uint)units.Length, marked, End)];
        add("sequence-first-dropped", "The first unit is missing.", StreamDamaged, 0, Join(1, 2));
        add("sequence-second-dropped", "The second unit is missing.", StreamDamaged, 1, Join(0, 2));
        add("sequence-last-dropped", "The last unit is missing: the end knows.", StreamDamaged, 2, Join(0, 1));
        add("sequence-duplicated", "The second unit twice.", StreamDamaged, 2, Join(0, 1, 1, 2));
        add("sequence-swapped", "The second and the third unit in each other's place.", StreamDamaged, 1, Join(0, 2, 1));
        byte[] twice = [.. marked, .. sealedUnits[0], .. Seal(gray, 1, marked, Next), .. marked, .. sealedUnits[0], .. Seal(gray, 3, marked, End)];
        add("sequence-duplicated-sequence", "A sequence twice: indices run through the stream.", StreamDamaged, 1, twice);
        byte[] other = Narrow(gray, SampleType.U16, 12, 9);
        add("sequence-other-header", "Units of a sequence of another header.", StreamDamaged, 0, [0xE3, .. other, .. sealedUnits[0], .. sealedUnits[1]]);
        byte[] bit = Join(0, 1, 2);
        bit[marked.Length + sealedUnits[0].Length + 1] ^= 2;
        add("sequence-bit-in-second", "A flipped bit in the second unit.", StreamDamaged, 1, bit);
    }

    private static void WriteBlocks(Adder add, EdgeModel gray, byte[] header, byte[] unit)
    {
        byte[] Second(params byte[] block) => Sequence(gray, header, unit, block, End);
        int most = StreamFormat.MaxPayloadBytes(gray.Latent);
        add("lead-not-shortest", "A lead that is not in the shortest form.", StreamDamaged, 1, Second(0x82, 0x00, 5));
        add("lead-2-32", "A lead of 2^32.", StreamDamaged, 1, Second(0x80, 0x80, 0x80, 0x80, 0x10));
        add("lead-endless", "A lead that does not end.", StreamDamaged, 1, Second(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF));
        add("unit-length-2-31", "A unit of 2^31 - 1 bytes.", StreamDamaged, 1, Second([.. Varint(0xFFFF_FFFE), 1, 2, 3]));
        add("unit-length-above", "A unit of one byte more than the model's bound, and so many bytes.", StreamDamaged, 1, Second(Unit(new byte[most + 1])));
        add("unit-length-bound", "A unit of as many bytes as the bound allows, which its bits do not take.", StreamDamaged, 1, Second(Unit([.. new byte[most - 1], 1])));
        add("unit-length-cut", "A unit of as many bytes as the bound allows, and few of them.", StreamTruncated, 1, Second([.. Varint(2 * (uint)most), 1, 2, 3]));
        add("unit-segment-zero", "A unit whose segment ends in 0, under a right check.", StreamDamaged, 1, Second([.. Varint((uint)(2 * unit.Length)), .. unit[1..], 0]));
        add("extension-critical", "A critical extension.", StreamBlockUnknown, 0, Second(Extension(2, 1, 2, 3)));
        add("extension-critical-private", "A critical extension of private type.", StreamBlockUnknown, 0, Second(Extension(0x7FFF_FFFE)));
        byte[] damaged = Second(Extension(2, 1, 2, 3));
        damaged[^6] ^= 1;
        add("extension-critical-damaged", "A critical extension whose check is wrong.", StreamDamaged, 1, damaged);
        byte[] skippable = Second(Extension(3, 1, 2, 3));
        skippable[^11] ^= 1;
        add("extension-damaged", "A skippable extension whose content is damaged.", StreamDamaged, 1, skippable);
        add("extension-length-65537", "An extension of 65537 bytes.", StreamDamaged, 1, Second([7, .. Varint(65537), 1, 2, 3]));
        add("extension-length-65536-cut", "An extension of 65536 bytes, and few of them.", StreamTruncated, 1, Second([7, .. Varint(65536), 1, 2, 3]));
        add("extension-length-2-32", "An extension of 2^32 - 1 bytes.", StreamDamaged, 1, Second([7, .. Varint(uint.MaxValue), 1, 2, 3]));
        add("extension-length-not-shortest", "A length that is not in the shortest form.", StreamDamaged, 1, Second(7, 0x83, 0x00, 1, 2, 3));
        byte[] noLength = [.. Sequence(gray, header, unit), 7];
        add("extension-no-length", "An extension that ends after its lead.", StreamTruncated, 1, noLength);
    }

    private static void WriteWhatFollows(Adder add, VectorModels models, byte[] header, byte[] unit)
    {
        EdgeModel gray = models["gray"], color = models["color"];
        byte[] ended = Sequence(gray, header, unit, End);
        byte[] open = Sequence(gray, header, unit, Next);
        add("trailing-zero", "A byte of 0 after the end.", StreamTrailingBytes, 0, [.. ended, 0]);
        add("trailing-marker", "A marker after the end.", StreamTrailingBytes, 0, [.. ended, 0xE3]);
        add("trailing-stream", "Two streams back to back.", StreamTrailingBytes, 0, [.. ended, .. ended]);
        add("trailing-picture", "A picture after the end.", StreamTrailingBytes, 0, [.. ended, .. Picture(gray, header, unit[1..])]);
        add("next-nothing", "Another sequence is announced and none comes.", StreamTruncated, 1, open);
        add("next-marker-alone", "Of another sequence there is the marker.", StreamTruncated, 1, [.. open, 0xE3]);
        add("next-not-marker", "A picture where another sequence is announced.", StreamHeaderInvalid, 0, [.. open, .. Picture(gray, header, unit[1..])]);
        add("next-later-version", "A later version's first byte where another sequence is announced.", StreamHeaderInvalid, 0, [.. open, 0xC0, 1, 2]);
        add("next-wrong-model", "A sequence of another model.", WrongModel, 0, [.. open, .. Sequence(color, Narrow(color, SampleType.U8, 9, 9), 2, End)]);
        add("next-header-invalid", "A sequence whose header does not fit the model.", StreamHeaderInvalid, 0, [.. open, .. Sequence(gray, Narrow(gray, SampleType.U8, 9, 9, 8), 2, End)]);
        add("next-index-from-0", "A second sequence whose blocks are counted from 0.", StreamDamaged, 1, [.. open, .. Sequence(gray, header, 0, unit, End)]);
    }

    private static void WriteSlabs(VectorFolder folder, EdgeModel cube)
    {
        byte[] header = Narrow(cube, SampleType.U8, 8, 8, 1 | 32, 5, 2);
        StreamHeader fields = StreamHeader.For(cube, SampleType.U8, 8, 8, 5, null, 2);
        byte[][] slabs = [Unit(Payload(cube, SampleType.U8, 8, 8, 2)), Unit(Payload(cube, SampleType.U8, 8, 8, 3))];
        Latent[] latents = [LatentOf(cube, SampleType.U8, 8, 8, 2), LatentOf(cube, SampleType.U8, 8, 8, 3)];
        void Add(string name, string about, EdgeCodecStatus error, int units, params byte[][] blocks) => folder.Write($"invalid/{name}", "ecs", () => (
            Sequence(cube, header, blocks),
            Expectation.Invalid(about, "cube", error, Expectation.Sequence(
                cube, fields, isSequence: true, [.. Enumerable.Range(0, units).Select(i => Expectation.Unit(cube, fields, i, latents[i % 2], 1))]))));
        Add("slabs-one-missing", "One of two slabs, and the end.", StreamTruncated, 1, slabs[0], End);
        Add("slabs-third-missing", "One and a half volumes.", StreamTruncated, 3, slabs[0], slabs[1], slabs[0], End);
        Add("slabs-no-end", "A volume and no end.", StreamTruncated, 2, slabs[0], slabs[1]);
        Add("slabs-next", "Another sequence is announced within a volume.", StreamTruncated, 1, slabs[0], Next);
    }

    private static void WriteLayers(VectorFolder folder, EdgeModel deep)
    {
        var options = new EncodeOptions { Layers = 3, LayerChecks = true };
        StreamHeader fields = StreamHeader.For(deep, SampleType.U8, 16, 16, 1, options);
        byte[] header = Narrow(deep, SampleType.U8, 16, 16, 4 | 8, 3);
        byte[] marked = [0xE3, .. header];
        Latent latent = LatentOf(deep, SampleType.U8, 16, 16);
        byte[] first = Unit(InSequence(deep, options, 0));
        byte[] second = Unit(InSequence(deep, options, 1));
        byte[] whole = Sequence(deep, header, first, second, End);
        int at = marked.Length + first.Length + 4;
        int layer = at + 1 + second[1] + 5;
        void Add(string name, string about, EdgeCodecStatus error, int layers, params byte[] stream) => folder.Write($"invalid/{name}", "ecs", () =>
        {
            List<JsonNode> units = [Expectation.Unit(deep, fields, 0, latent, 3)];
            if (layers > 0)
            {
                units.Add(Expectation.Unit(deep, fields, 1, latent, layers));
            }
            return (stream, Expectation.Invalid(about, "deep", error, Expectation.Sequence(deep, fields, isSequence: true, [.. units])));
        });
        byte[] damaged = [.. whole];
        damaged[layer + 1] ^= 4;
        Add("sequence-layers-cut-in-first", "Cut within the first layer of the second unit.", StreamTruncated, 0, whole[..(at + 3)]);
        Add("sequence-layers-cut-in-second", "Cut within the second layer of the second unit.", StreamTruncated, 1, whole[..(layer + 2)]);
        Add("sequence-layers-cut-in-check", "Cut within the second unit's check.", StreamTruncated, 2, whole[..^7]);
        Add("sequence-layers-bit", "A flipped bit in the second layer of the second unit.", StreamDamaged, 1, damaged);
    }

    /// <summary>The payload with layer checks of a unit of that index.</summary>
    private static byte[] InSequence(EdgeModel model, EncodeOptions options, int index)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        var writer = new SequenceWriter(model, output);
        StreamHeader header = StreamHeader.For(model, SampleType.U8, 16, 16, 1, options);
        Latent latent = LatentOf(model, SampleType.U8, 16, 16);
        int before = 0;
        for (int i = 0; i <= index; i++)
        {
            before = output.WrittenCount;
            writer.Write(header, latent);
        }
        byte[] unit = output.WrittenSpan[before..].ToArray();
        int start = index == 0 ? StreamDecoder.HeaderLength(unit) : 0;
        EdgeCodec.Varint.Read(unit.AsSpan(start), out _, out int lead);
        return unit[(start + lead)..^4];
    }
}
