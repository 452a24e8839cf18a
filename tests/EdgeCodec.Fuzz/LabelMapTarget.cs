using System.Runtime.InteropServices;
using EdgeCodec.Tests;
using EdgeCodec.Tests.LabelMaps;

namespace EdgeCodec.Fuzz;

/// <summary>Input: a label map. What decodes is coded again, to labels that are the same and a map that is no longer.</summary>
internal sealed class LabelMapTarget : FuzzTarget
{
    private const int MaxLabels = 1500;

    private readonly ushort[] _labels = new ushort[MaxLabels];
    private readonly ushort[] _again = new ushort[MaxLabels];

    public override string Name => "labels";

    public override string About => "decoder of label maps";

    public override int MaxBytes => 700;

    /// <summary>The decoder allocates errors only; the rest is the encoder's and the head's name.</summary>
    public override long AllocationBound(int inputBytes) => (256 << 10) + (16 * inputBytes);

    /// <summary>The vectors, most of which are of more labels than are tried here, and small maps.</summary>
    public override IEnumerable<byte[]> Load(string vectors)
    {
        for (ulong seed = 0; seed < 24; seed++)
        {
            var random = new SplitMix(seed);
            LabelScene scene = LabelScene.Fill(random.Next(1, 24), random.Next(1, 16), random.Next(1, 3), seed % 3 == 0 ? 2 : random.Next(2, 700), random);
            yield return LabelMapEncoder.Encode(scene.Labels, scene.Answered, scene.Head, random.Bytes(seed % 4 == 0 ? 16 : 0));
        }
        foreach (byte[] file in VectorSeeds.Files(vectors, "ecl", "labels", "invalid-labels"))
        {
            yield return file;
        }
    }

    public override void Repair(List<byte> input, SplitMixSource random)
    {
        if (input.Count < LabelMapFormat.CheckBytes || random.OneIn(16))
        {
            return;
        }
        Span<byte> file = CollectionsMarshal.AsSpan(input);
        // The answered stream's geometry is taken from the map; what is far too large is seldom of interest.
        if (file.Length > 20 && !random.OneIn(4))
        {
            file[0] = 0xEB;
            file[1] = (byte)(0x20 | (file[1] & 0x18));
        }
        BitConverter.TryWriteBytes(file[^LabelMapFormat.CheckBytes..], Crc32C.Compute(file[..^LabelMapFormat.CheckBytes]));
    }

    public override void Run(ReadOnlySpan<byte> input)
    {
        LabelMapHeader header;
        try
        {
            header = LabelMapDecoder.ReadHeader(input);
            bool fits = header.VoxelCount <= MaxLabels;
            AnsweredStream answered = fits ? new(header.StreamDigest, header.Width, header.Height, header.Depth) : new(header.StreamDigest, 1, 1, 1);
            LabelMapDecoder.Decode(input, answered, _labels);
            Require(fits, "a map of another geometry is refused");
            ReadOnlySpan<ushort> labels = _labels.AsSpan(0, (int)header.VoxelCount);
            byte[] map = LabelMapEncoder.Encode(labels, answered, new LabelMapHead(header.HeadName, header.HeadVersion, header.LabelCount), header.Reference);
            LabelMapDecoder.Decode(map, answered, _again);
            Require(labels.SequenceEqual(_again.AsSpan(0, labels.Length)), "labels come back as they were");
        }
        catch (EdgeCodecException e)
        {
            RequireOwnError(e, 50, 55, input.Length);
        }
    }
}
