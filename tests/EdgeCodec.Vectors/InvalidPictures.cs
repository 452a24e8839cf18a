using System.Text.Json.Nodes;

namespace EdgeCodec.Vectors;

using static EdgeCodecStatus;
using static RawStream;

/// <summary>Pictures that are cut, damaged, or wrong under a right check (FORMAT §5 to §7, §9).</summary>
internal static class InvalidPictures
{
    public static void Write(VectorFolder folder, VectorModels models)
    {
        EdgeModel gray = models["gray"];
        void Add(string name, string about, EdgeCodecStatus error, params byte[] stream) =>
            folder.Write($"invalid/{name}", "ecs", () => (stream, Expectation.Invalid(about, "gray", error)));

        byte[] header = Narrow(gray, SampleType.U8, 12, 9);
        byte[] payload = Payload(gray, SampleType.U8, 12, 9);
        byte[] whole = Picture(gray, header, payload);
        for (int rest = 0; rest < 4; rest++)
        {
            Add($"picture-cut-header-and-{rest}", $"{rest} bytes follow the header.", StreamTruncated, whole[..(header.Length + rest)]);
        }
        Add("picture-cut-payload", "A picture cut within its payload.", StreamDamaged, whole[..^6]);
        Add("picture-cut-by-1", "A picture that lacks its last byte.", StreamDamaged, whole[..^1]);
        Add("picture-and-zero", "A picture and a byte of 0.", StreamDamaged, [.. whole, 0]);
        Add("picture-twice", "Two pictures back to back.", StreamDamaged, [.. whole, .. whole]);
        Add("picture-and-sequence", "A picture and a sequence.", StreamDamaged, [.. whole, .. Sequence(gray, header, End)]);
        Add("picture-zeros-for-payload", "A payload of zeros.", StreamDamaged, [.. whole[..header.Length], .. new byte[payload.Length], .. whole[^4..]]);
        foreach ((string what, int at) in ((string, int)[])[("width", 3), ("height", 5), ("payload", header.Length + 1), ("check", whole.Length - 1)])
        {
            byte[] flipped = [.. whole];
            flipped[at] ^= 1;
            Add($"picture-bit-in-{what}", $"A flipped bit in the {what}.", StreamDamaged, flipped);
        }
        byte[] typed = [.. whole];
        typed[0] ^= 2;
        Add("picture-bit-in-type", "A flipped bit in the sample type.", StreamDamaged, typed);
        Add("draft", "A stream of the draft before 1.0.", StreamHeaderInvalid, [0xEC, 0, .. gray.Identity[..4], 12, 0, 9, 0, 0, 0, .. payload, 1, 2, 3, 4]);

        Add("segment-zero", "A segment that ends in 0.", StreamDamaged, Picture(gray, header, [.. payload, 0]));
        Add("segment-longer", "A segment of more bytes than its bits take.", StreamDamaged, Picture(gray, header, [.. payload, .. Enumerable.Repeat((byte)0x55, 300)]));
        Add("segment-code", "A segment whose code is not below the range.", StreamDamaged, Picture(gray, header, 0xFF, 0xFF, 0xFF, 0xFF, 1));
        WriteLayers(folder, models["deep"]);
    }

    private static void WriteLayers(VectorFolder folder, EdgeModel deep)
    {
        var options = new EncodeOptions { Layers = 3, LayerChecks = true };
        byte[] header = Narrow(deep, SampleType.U8, 16, 16, 4 | 8, 3);
        byte[] plain = Narrow(deep, SampleType.U8, 16, 16, 4, 3);
        byte[] payload = Payload(deep, SampleType.U8, 16, 16, 1, options);
        byte[] unchecked3 = Payload(deep, SampleType.U8, 16, 16, 1, options with { LayerChecks = false });
        Latent latent = LatentOf(deep, SampleType.U8, 16, 16);
        byte[] whole = Picture(deep, header, payload);
        int second = payload[0] + 5;
        int third = second + payload[second] + 5;

        void Add(string name, string about, int layers, params byte[] stream) => folder.Write($"invalid/{name}", "ecs", () =>
        {
            StreamHeader fields = StreamHeader.For(deep, SampleType.U8, 16, 16, 1, options);
            JsonNode[] partial = layers == 0 ? [] : [Expectation.Sequence(deep, fields, isSequence: false, Expectation.Unit(deep, fields, 0, latent, layers))];
            return (stream, Expectation.Invalid(about, "deep", StreamDamaged, partial));
        });

        Add("layers-cut-in-first", "Cut within the first layer: nothing is whole.", 0, [.. whole[..(header.Length + 2)], 9, 9, 9]);
        Add("layers-cut-after-first", "Cut after the first layer's check.", 1, whole[..(header.Length + second)]);
        Add("layers-cut-in-second", "Cut within the second layer's check.", 1, whole[..(header.Length + third - 1)]);
        Add("layers-cut-after-second", "Cut after the second layer's check.", 2, whole[..(header.Length + third)]);
        Add("layers-cut-in-check", "Cut within the check.", 2, whole[..^2]);
        Add("layers-and-bytes", "Bytes after the check: the last layer is not given, for nothing else vouches for it.", 2, [.. whole, 1, 2, 3]);
        byte[] damaged = [.. whole];
        damaged[header.Length + second + 1] ^= 0x10;
        Add("layers-bit-in-second", "A flipped bit in the second layer.", 1, damaged);
        Add("layers-wrong-check-of-second", "A wrong layer check under a right check.", 1, Picture(deep, header, Flip(payload, third - 1)));
        Add("layers-wrong-check-of-first", "A wrong check of the first layer under a right check.", 0, Picture(deep, header, Flip(payload, second - 1)));

        // The third segment is one that no encoder writes, the checks are right.
        Add("layers-third-ends-in-zero", "A third layer that ends in 0, under right checks.", 2, Picture(deep, header, [.. payload, 0]));
        byte[] first = payload[1..(second - 4)];
        byte[] bad = [.. first, 0];
        byte[] badLength = [(byte)bad.Length, .. bad];
        byte[] rest = payload[second..];
        byte[] badFirst = [.. badLength, .. BitConverter.GetBytes(CheckOf(deep, 0, header, badLength)), .. rest];
        Add("layers-first-ends-in-zero", "A first layer that ends in 0, under right checks of itself and of all.", 0, Picture(deep, header, badFirst));

        void AddPlain(string name, string about, params byte[] wrong) => folder.Write(
            $"invalid/{name}", "ecs", () => (Picture(deep, plain, wrong), Expectation.Invalid(about, "deep", StreamDamaged)));
        AddPlain("payload-empty", "No payload where three layers are due.");
        AddPlain("layer-length-beyond", "A layer that is longer than the payload.", [(byte)unchecked3.Length, .. unchecked3[1..]]);
        AddPlain("layer-length-2-32", "A layer of 2^32 - 1 bytes.", [0xFF, 0xFF, 0xFF, 0xFF, 0x0F, .. unchecked3]);
        AddPlain("layer-length-2-31", "A layer of 2^31 - 1 bytes.", [0xFF, 0xFF, 0xFF, 0xFF, 0x07, .. unchecked3]);
        AddPlain("layer-length-not-shortest", "A length that is not in the shortest form.", [(byte)(unchecked3[0] | 0x80), 0, .. unchecked3[1..]]);
        AddPlain("layer-length-endless", "A length that does not end.", 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF);
    }

    private static byte[] Flip(byte[] data, int at)
    {
        byte[] flipped = [.. data];
        flipped[at] ^= 1;
        return flipped;
    }
}
