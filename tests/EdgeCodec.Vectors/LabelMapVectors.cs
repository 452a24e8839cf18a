using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EdgeCodec.Tests;
using EdgeCodec.Tests.LabelMaps;

namespace EdgeCodec.Vectors;

using static EdgeCodecStatus;

/// <summary>Label maps, right and wrong, that answer the streams of the vectors.</summary>
internal static class LabelMapVectors
{
    public static void Write(VectorFolder folder)
    {
        void Add(string name, string about, string stream, int labels, ulong seed, bool hasReference = false) => folder.Write($"labels/{name}", "ecl", () =>
        {
            AnsweredStream answered = AnsweredStream.Of(folder.Read($"valid/{stream}.ecs"));
            (byte[] map, ushort[] drawn) = Answer(answered, name.Length > 12 ? "läsion" : "lesion", labels, seed, hasReference);
            return (map, Describe(about, stream, LabelMapDecoder.ReadHeader(map), drawn));
        });
        void AddSource(string name, string about, string stream, string model, int source, int labels, ulong seed) => folder.Write($"labels/{name}", "ecl", () =>
        {
            SequenceSource sent = SequenceSource.Find(folder.Read($"valid/{stream}.ecs"), folder.Read($"models/{model}.ecm"), source);
            (byte[] map, ushort[] drawn) = Answer(sent.Answered, "organ", labels, seed, hasReference: false);
            return (map, sent.AddTo(Describe(about, stream, LabelMapDecoder.ReadHeader(map), drawn), model));
        });

        Add("one-pixel", "One label.", "gray-1x1", 2, 1);
        Add("gray-two", "Two labels.", "gray-s16", 2, 3);
        Add("gray-two-b", "Two labels, other contours.", "gray-u16", 2, 4);
        Add("color-few", "Six labels and a reference.", "color-u8", 6, 5, hasReference: true);
        Add("color-one", "The background alone.", "color-u16", 1, 6);
        Add("volume-few", "Five labels in a volume.", "cube-u16", 5, 2, hasReference: true);
        Add("volume-many-labels", "65536 labels.", "cube-u16", 65536, 5);
        Add("volume-noise-of-256", "256 labels of noise.", "volume-layers-5", 256, 40);
        Add("tall-two-labels", "A source of one column.", "gray-1x65535", 2, 1);
        AddSource("unit", "A picture in the midst of a sequence.", "sequence-units", "gray", 17, 3, 21);
        AddSource("unit-of-another-size", "A picture of the second of two headers.", "sequence-two-sizes", "gray", 4, 2, 22);
        AddSource("slabs", "A volume in slabs.", "slabs-even", "cube", 0, 4, 23);
        AddSource("slabs-of-the-second", "The second of two volumes in slabs of unequal size.", "slabs-uneven", "cube", 1, 300, 24);
        WriteInvalid(folder);
    }

    private static (byte[] Map, ushort[] Labels) Answer(AnsweredStream answered, string head, int labels, ulong seed, bool hasReference)
    {
        LabelScene scene = LabelScene.Fill(answered.Width, answered.Height, answered.Depth, labels, new SplitMix(seed));
        byte[] reference = hasReference ? new SplitMix(seed).Bytes(16) : [];
        return (LabelMapEncoder.Encode(scene.Labels, answered, new LabelMapHead(head, 1 + (int)seed, scene.Labels.Max() + 1), reference), scene.Labels);
    }

    private static JsonObject Describe(string about, string stream, LabelMapHeader header, ushort[] labels) => new()
    {
        ["about"] = about,
        ["answers"] = stream + ".ecs",
        ["head_name"] = header.HeadName,
        ["head_version"] = header.HeadVersion,
        ["label_count"] = header.LabelCount,
        ["reference"] = Convert.ToHexStringLower(header.Reference),
        ["sha256"] = Convert.ToHexStringLower(SHA256.HashData([.. labels.SelectMany(BitConverter.GetBytes)])),
    };

    private static void WriteInvalid(VectorFolder folder)
    {
        byte[] good = folder.Read("labels/color-few.ecl");
        void Add(string name, string about, EdgeCodecStatus error, byte[] map, string stream = "color-u8") => folder.Write($"invalid-labels/{name}", "ecl", () => (map, new JsonObject
        {
            ["about"] = about,
            ["answers"] = stream + ".ecs",
            ["error"] = error.ToString(),
            ["code"] = (int)error,
        }));
        byte[] With(int at, params byte[] bytes) => [.. good[..at], .. bytes, .. good[(at + bytes.Length)..]];
        byte[] Seal(byte[] body) => [.. body, .. BitConverter.GetBytes(Crc32C.Compute(body))];

        Add("empty", "A file of no bytes.", LabelMapTruncated, []);
        Add("magic", "Another first byte.", NotALabelMap, With(0, 0xEA));
        Add("version-2", "Version 2.", LabelMapVersionUnsupported, With(1, 0x48));
        Add("flags", "A reserved flag.", LabelMapHeaderInvalid, With(1, 0x29));
        Add("cut-in-header", "Cut within the head's name.", LabelMapTruncated, good[..18]);
        Add("no-check", "Nothing follows the header.", LabelMapTruncated, good[..LabelMapDecoder.ReadHeader(good).HeaderBytes]);
        Add("width-0", "A width of 0.", LabelMapHeaderInvalid, With(10, 0));
        Add("labels-65537", "65537 labels.", LabelMapHeaderInvalid, [.. good[..12], 0x81, 0x80, 4, .. good[13..]]);
        Add("labels-2-31", "2^16 x 2^15 labels by its header, which is not the stream's geometry.", LabelMapHeaderInvalid, Seal([.. good[..10], 0xFF, 0xFF, 3, 0x80, 0x80, 2, .. good[12..^4]]));
        Add("bit", "A flipped bit in the payload.", LabelMapDamaged, With(good.Length - 6, (byte)(good[^6] ^ 1)));
        Add("cut-by-1", "The last byte is missing.", LabelMapDamaged, good[..^1]);
        Add("trailing-byte", "A byte after the check.", LabelMapDamaged, [.. good, 0]);
        Add("wrong-stream", "It answers another stream.", WrongStream, good, "color-smallest");
        Add("geometry", "Not the geometry of the stream it answers.", LabelMapHeaderInvalid, Seal(With(10, 60)[..^4]));
        Add("payload-zero", "A payload that ends in 0.", LabelMapDamaged, Seal([.. good[..^4], 0]));
        Add("payload-longer", "A payload longer than its labels.", LabelMapDamaged, Seal([.. good[..^4], .. Enumerable.Repeat((byte)0x55, 2000)]));
        SequenceSource next = SequenceSource.Find(folder.Read("valid/sequence-units.ecs"), folder.Read("models/gray.ecm"), 18);
        folder.Write("invalid-labels/wrong-unit", "ecl", () => (folder.Read("labels/unit.ecl"), next.AddTo(
            new JsonObject { ["about"] = "It answers the unit before.", ["answers"] = "sequence-units.ecs", ["error"] = nameof(WrongStream), ["code"] = (int)WrongStream }, "gray")));
        Add("payload-code", "A payload whose code is not below the range.", LabelMapDamaged, Seal([.. good[..LabelMapDecoder.ReadHeader(good).HeaderBytes], 0xFF, 0xFF, 0xFF, 0xFF]));
    }
}
