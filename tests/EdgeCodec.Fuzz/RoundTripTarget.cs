using System.Buffers;

namespace EdgeCodec.Fuzz;

/// <summary>
/// Input: choices of header and form, then bits. What is written comes back; a flipped bit is an error.
/// </summary>
internal sealed class RoundTripTarget : FuzzTarget
{
    private const int Prefix = 12;

    private EdgeModel[] _models = [];
    private StreamEncoder[] _encoders = [];

    public override string Name => "roundtrip";

    public override string About => "any latent and header, written as a picture or in sequences, and read";

    public override int MaxBytes => 256;

    /// <summary>A writer, a reader and up to eight latents of the greatest model, there and back.</summary>
    public override long AllocationBound(int inputBytes) => 512 << 10;

    public override IEnumerable<byte[]> Load(string vectors)
    {
        _models = VectorSeeds.Models(vectors);
        _encoders = [.. _models.Select(model => new StreamEncoder(model))];
        return Enumerable.Range(0, 64).Select(i => new EdgeCodec.Tests.SplitMix((ulong)i).Bytes(Prefix + 20 + i));
    }

    public override void Repair(List<byte> input, SplitMixSource random)
    {
    }

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (input.Length < Prefix)
        {
            return;
        }
        int which = input[0] % _models.Length;
        EdgeModel model = _models[which];
        StreamHeader? header = HeaderOf(model, input);
        if (header is null)
        {
            return;
        }
        int units = header.Slabs ?? 1 + (input[10] & 3);
        Latent[] latents = [.. Bits(model, input[Prefix..].ToArray(), units).Select(bits => Latent.Create(model.Latent, bits, header.LayersOf(model)))];
        bool isSequence = header.Slabs is not null || (input[10] & 4) != 0;
        byte[] stream = isSequence ? WriteSequence(model, header, latents) : _encoders[which].Write(header, latents[0]).ToArray();
        DecodedStream decoded = StreamDecoder.DecodeAll(stream, model);
        Require(decoded.IsSequence == isSequence && decoded.Units.Count == (isSequence ? units : 1), "as many units come back");
        for (int i = 0; i < decoded.Units.Count; i++)
        {
            Require(decoded.Units[i].SequenceHeader == header, "the header comes back");
            Require(decoded.Units[i].Latent.Bits.SequenceEqual(latents[i].Bits), "bits come back as they were");
        }
        Require(decoded.PayloadBytes + decoded.CheckBytes + decoded.HeaderBytes == stream.Length && decoded.HeaderBytes > 0, "every byte is accounted for");
        RequireDamageIsFound(stream, model, (input[11] << 3) | (input[10] >> 5));
    }

    private static StreamHeader? HeaderOf(EdgeModel model, ReadOnlySpan<byte> input)
    {
        int flags = input[1];
        var options = new EncodeOptions
        {
            Window = model.Grid.WindowMode == WindowMode.Caller ? new IntensityWindow((input[2] * 385) - 32768, 1 + (input[3] * 256)) : null,
            Layers = 1 + (input[4] % model.Latent.Layers),
            LayerChecks = (flags & 1) != 0,
            Spacing = (flags & 2) != 0 ? new VoxelSpacing(1 + (uint)input[5], uint.MaxValue >> (input[5] & 31), 1u << (input[6] & 31)) : null,
            Metadata = (flags & 4) != 0 ? new StreamMetadata(input[..(input[6] % input.Length)]) : null,
        };
        int depth = (flags & 8) != 0 ? 1 + (input[9] >> 3) : 1;
        int? slabs = (flags & 16) != 0 ? 2 + (input[9] & 3) : null;
        (int width, int height) = (1 + (input[7] * (input[7] > 200 ? 257 : 1)), 1 + (input[8] * (input[8] > 200 ? 200 : 1)));
        try
        {
            return StreamHeader.For(model, (SampleType)((flags >> 5) % 3), width, height, depth, options, slabs);
        }
        catch (EdgeCodecException e)
        {
            Require(e.Status == EdgeCodecStatus.StreamHeaderInvalid, $"a header that the model does not take is StreamHeaderInvalid, not {e.Status}");
            return null;
        }
    }

    private static IEnumerable<byte[]> Bits(EdgeModel model, byte[] source, int count)
    {
        for (int unit = 0; unit < count; unit++)
        {
            var bits = new byte[model.Latent.BitCount];
            for (int i = 0; i < bits.Length && source.Length > 0; i++)
            {
                bits[i] = (byte)(source[((i >> 3) + (7 * unit)) % source.Length] >> (i & 7) & 1);
            }
            yield return bits;
        }
    }

    private static byte[] WriteSequence(EdgeModel model, StreamHeader header, Latent[] latents)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new SequenceWriter(model, output);
        foreach (Latent latent in latents)
        {
            writer.Write(header, latent);
        }
        writer.End();
        return output.WrittenSpan.ToArray();
    }

    private static void RequireDamageIsFound(byte[] stream, EdgeModel model, int bit)
    {
        stream[bit / 8 % stream.Length] ^= (byte)(1 << (bit & 7));
        try
        {
            StreamDecoder.DecodeAll(stream, model);
        }
        catch (EdgeCodecException e)
        {
            RequireOwnError(e, 30, 37, stream.Length);
            return;
        }
        Require(false, "a flipped bit is an error");
    }
}
