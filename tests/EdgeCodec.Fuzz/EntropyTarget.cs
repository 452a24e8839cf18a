namespace EdgeCodec.Fuzz;

/// <summary>
/// Input: model, then for each layer the length of its segment, a byte, and the rest the segments. What decodes is
/// coded again: to segments that are no longer, and the same bits.
/// </summary>
internal sealed class EntropyTarget : FuzzTarget
{
    private (EdgeModel Model, UnitDecoder Decoder, LatentCoder Coder, Range[] Segments, byte[] Bits, byte[] Again)[] _all = [];

    public override string Name => "entropy";

    public override string About => "range decoder and context model, on segments of any bytes";

    public override int MaxBytes => 512;

    /// <summary>Nothing; the figure is what the runtime's own accounting may add.</summary>
    public override long AllocationBound(int inputBytes) => 8 << 10;

    public override IEnumerable<byte[]> Load(string vectors)
    {
        _all = [.. VectorSeeds.Models(vectors).Select(model => (
            model, new UnitDecoder(model), new LatentCoder(model), new Range[model.Latent.Layers], new byte[model.Latent.BitCount], new byte[model.Latent.BitCount]))];
        for (int which = 0; which < _all.Length; which++)
        {
            for (int kind = 0; kind < 8; kind++)
            {
                // Bits all 0, all 1, and of six densities.
                var random = new SplitMixSource((ulong)kind);
                byte[] bits = [.. _all[which].Bits.Select(_ => (byte)(random.Below(7) < kind ? 1 : 0))];
                ReadOnlySpan<Range> segments = _all[which].Coder.Code(bits, _all[which].Segments.Length);
                var seed = new List<byte> { (byte)which };
                foreach (Range segment in segments)
                {
                    seed.Add((byte)(segment.End.Value - segment.Start.Value));
                }
                seed.AddRange(_all[which].Coder.Coded[..segments[^1].End.Value]);
                yield return [.. seed];
            }
        }
    }

    public override void Repair(List<byte> input, SplitMixSource random)
    {
        // A last byte of 0 is refused before anything is decoded: leave few of those.
        if (input.Count > 0 && input[^1] == 0 && !random.OneIn(8))
        {
            input[^1] = 1;
        }
    }

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }
        (EdgeModel model, UnitDecoder decoder, LatentCoder coder, Range[] segments, byte[] bits, byte[] again) = _all[input[0] % _all.Length];
        int at = 1 + segments.Length;
        if (input.Length < at)
        {
            return;
        }
        for (int layer = 0; layer < segments.Length; layer++)
        {
            int end = layer == segments.Length - 1 ? input.Length : Math.Min(input.Length, at + input[1 + layer]);
            segments[layer] = at..end;
            at = end;
        }
        int layers = decoder.Decode(input, segments, bits);
        Require(bits.AsSpan().IndexOfAnyExcept((byte)0, (byte)1) < 0 || layers == 0, "bits are 0 or 1");
        if (layers == 0)
        {
            return;
        }
        ReadOnlySpan<Range> coded = coder.Code(bits, layers);
        Require(decoder.Decode(coder.Coded, coded, again) == layers, "what an encoder writes decodes");
        Require(again.AsSpan().SequenceEqual(bits), "bits come back as they were");
        Require(bits.AsSpan((int)(model.Latent.ChannelsOf(layers) * model.Latent.Size.Volume)).IndexOf((byte)1) < 0, "layers that are missing are 0");
        for (int layer = 0; layer < layers; layer++)
        {
            (int ours, int given) = (Length(coded[layer]), Length(segments[layer]));
            Require(ours <= given, "no segment is shorter than the encoder's");
        }
    }

    private static int Length(Range range) => range.End.Value - range.Start.Value;
}
