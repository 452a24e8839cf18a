using System.Text.Json.Nodes;
using EdgeCodec.Tests;

namespace EdgeCodec.Vectors;

using static EdgeCodecStatus;

/// <summary>Edge models that are refused (ECM.md), each the model <c>gray</c> but for one thing.</summary>
internal static class InvalidModels
{
    // Payload offsets: GRID (ECM §2), a layer of NETW (§3) after its start, CTXM (§5).
    private const int Channels = 1, GridDepth = 12, GridHeight = 16, GridWidth = 20, FirstLayer = 4, OutChannels = 8, Kernel = 12, Taps = 4;

    public static void Write(VectorFolder folder, VectorModels models)
    {
        byte[] good = models.File("gray");
        void Add(string name, string about, EdgeCodecStatus error, Func<byte[]> make) => folder.Write($"invalid-models/{name}", "ecm", () => (make(), new JsonObject
        {
            ["about"] = about,
            ["error"] = error.ToString(),
            ["code"] = (int)error,
        }));
        void Poke(string name, string about, string tag, int offset, params byte[] bytes) =>
            Add(name, about, ModelInvalid, () => EcmFile.Read(good).Poke(tag, offset, bytes).Write());

        Add("empty", "A file of no bytes.", ModelTruncated, () => []);
        Add("not-a-model", "Another magic.", NotAModel, () => [.. "PNG\x1a"u8, .. good[4..]]);
        Add("not-a-model-short", "One byte, and not the magic's.", NotAModel, () => [0]);
        Add("version-2", "Version 2.", ModelVersionUnsupported, () => [.. good[..4], 2, 0, .. good[6..]]);
        Add("cut-in-header", "47 bytes.", ModelTruncated, () => good[..47]);
        Add("cut-by-1", "The last byte is missing.", ModelTruncated, () => good[..^1]);
        Add("trailing-byte", "A byte after the end.", ModelInvalid, () => [.. good, 0]);
        Add("bit", "A flipped bit.", ModelDamaged, () => [.. good[..^9], (byte)(good[^9] ^ 1), .. good[^8..]]);
        Add("section-unknown", "A normative section of unknown tag.", ModelSectionUnknown, () => Sections(good, s => s.Add(("ZZZZ", [1]))));
        Add("section-missing", "No CTXM.", ModelInvalid, () => Sections(good, s => s.RemoveAll(section => section.Tag == "CTXM")));
        Add("section-twice", "GRID twice.", ModelInvalid, () => Sections(good, s => s.Insert(1, s[0])));
        Add("section-order", "NETW before GRID.", ModelInvalid, () => Sections(good, s => s.Reverse(0, 2)));
        Add("section-tag", "A tag that is no four letters.", ModelInvalid, () => Sections(good, s => s.Add(("no 4", []))));
        Add("section-longer", "A byte after LATN's last field.", ModelInvalid, () => Longer(good, "LATN"));
        Add("name-letters", "A name of other letters.", ModelInvalid, () => EcmFile.Read(good).Replace("name", "Gray"u8.ToArray()).Write());
        Add("note-not-utf8", "A note that is not UTF-8.", ModelInvalid, () => EcmFile.Read(good).Replace("note", [0xFF]).Write());

        Poke("channels-2", "Two channels.", "GRID", Channels, 2);
        Poke("grid-0", "A grid of no rows.", "GRID", GridHeight, 0, 0, 0, 0);
        Poke("op-0", "A layer that is no operation.", "NETW", FirstLayer, 0);
        Poke("op-3", "An unknown operation.", "NETW", FirstLayer, 3);
        Poke("depthwise-channels", "A depthwise layer of more outputs than inputs.", "NETW", FirstLayer, 2);
        Poke("kernel-0", "A kernel of 0.", "NETW", FirstLayer + Kernel, 0);
        Poke("out-channels-2-32", "2^32 - 1 output channels.", "NETW", FirstLayer + OutChannels, 0xFF, 0xFF, 0xFF, 0xFF);
        Poke("out-channels-4096", "4096 output channels, and the weights of few.", "NETW", FirstLayer + OutChannels, 0, 16, 0, 0);
        Poke("latent-0", "A latent of no channels.", "LATN", 0, 0, 0, 0, 0);
        Poke("latent-shape", "A latent that is not what the network gives.", "LATN", 8, 0x55, 0, 0, 0);
        Poke("taps-257", "257 taps.", "CTXM", Taps, 1, 1);
        Poke("taps-65535", "65535 taps.", "CTXM", Taps, 0xFF, 0xFF);
        byte[] context = EcmFile.Read(good).Payload("CTXM");
        int table = context.Length - (2 * ContextModel.TableSize);
        Poke("probability-0", "A probability of 0.", "CTXM", table, 0, 0);
        Poke("probability-31", "A probability of 31.", "CTXM", table + 1000, 31, 0);
        Poke("probability-65535", "A probability of 65535.", "CTXM", context.Length - 2, 0xFF, 0xFF);
        Add("tap-not-coded", "A tap on the bit itself.", ModelInvalid, () => WithTap(good));

        Add("costly-context", "256 taps and 32 hidden units in each of four channels of 65536 bits: more than 2^31 steps.", ModelTooCostly, () => CostlyContext(good));
        Add("costly-network", "15 x 15 kernels on 4096 x 4096: more than 2^34 multiply-accumulates.", ModelTooCostly, () => EcmFile.Read(good)
            .Poke32("GRID", GridHeight, 4096).Poke32("GRID", GridWidth, 4096)
            .Poke32("NETW", FirstLayer + OutChannels, 32).Poke("NETW", FirstLayer + Kernel, 1, 15, 15).Write());
    }

    private static byte[] Sections(byte[] file, Action<List<(string Tag, byte[] Payload)>> change)
    {
        EcmFile parts = EcmFile.Read(file);
        change(parts.Sections);
        return parts.Write();
    }

    private static byte[] Longer(byte[] file, string tag)
    {
        EcmFile parts = EcmFile.Read(file);
        return parts.Replace(tag, [.. parts.Payload(tag), 0]).Write();
    }

    /// <summary>A first channel of one tap, (0, 0, 0), and nothing after it: the tap is refused as it is read.</summary>
    private static byte[] WithTap(byte[] file)
    {
        EcmFile parts = EcmFile.Read(file);
        return parts.Replace("CTXM", [.. parts.Payload("CTXM")[..Taps], 1, 0, 0, 0, 0, 0]).Write();
    }

    /// <summary>A deep latent, and four channels of the context model with all the taps that they may have.</summary>
    private static byte[] CostlyContext(byte[] file)
    {
        const int channels = 255, depth = 4096, size = 4, taps = 256, hidden = 32;
        EcmFile parts = EcmFile.Read(file);
        parts.Poke32("GRID", GridDepth, depth).Poke32("GRID", GridHeight, size).Poke32("GRID", GridWidth, size);
        byte[] layer = [1, 1, 0, 0, 1, 0, 0, 0, channels, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
        byte[] network = [1, 0, 0, 0, .. layer, .. new byte[channels * 5]];
        byte[] latent = [.. ((int[])[channels, depth, size, size]).SelectMany(BitConverter.GetBytes), 1, channels];
        // 65536 * 257 * 33 steps each, more than 2^29: the fourth channel is refused with its number of taps.
        byte[] count = BitConverter.GetBytes((ushort)taps);
        byte[] backwards = [.. Enumerable.Repeat((byte[])[0, 0xFF, 0, 0], taps).SelectMany(tap => tap)];
        byte[] channel = [.. count, .. backwards, .. new byte[(2 * taps) + (2 * hidden) + (taps * hidden) + (2 * hidden) + (4 * size * size)]];
        byte[] context = [1, hidden, 1, 0, .. channel, .. channel, .. channel, .. count];
        return parts.Replace("NETW", network).Replace("LATN", latent).Replace("CTXM", context).Write();
    }
}
