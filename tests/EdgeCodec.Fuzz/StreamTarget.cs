using System.Runtime.InteropServices;
using EdgeCodec.Tests;

namespace EdgeCodec.Fuzz;

/// <summary>
/// Input: model, mode, stream. The stream is read as a whole; by mode also in pieces, with memory that is used again,
/// or trimmed: all must say the same.
/// </summary>
internal sealed class StreamTarget : FuzzTarget
{
    private const int Prefix = 2;

    private EdgeModel[] _models = [];
    private StreamDecoder[] _decoders = [];
    private byte[] _bits = [];

    public override string Name => "stream";

    public override string About => "one-shot and incremental stream parser, partial results, trimming";

    public override int MaxBytes => 700;

    /// <summary>
    /// 128 KiB, of errors and of the decoders for each stream; 1 KiB for each byte of the input, since a parser that is fed
    /// byte by byte begins a header anew with each; and for each unit, which takes 5 bytes at least, twice a latent of the
    /// greatest model and 2 KiB.
    /// </summary>
    public override long AllocationBound(int inputBytes) => (128 << 10) + (1024 * inputBytes) + (inputBytes / 5 * ((2 * _bits.Length) + 2048));

    public override IEnumerable<byte[]> Load(string vectors)
    {
        _models = VectorSeeds.Models(vectors);
        _decoders = [.. _models.Select(model => new StreamDecoder(model))];
        _bits = new byte[_models.Max(model => model.Latent.BitCount)];
        // Every mode has to see every kind of stream once.
        int mode = 0;
        foreach ((int model, byte[] stream) in VectorSeeds.Streams(vectors))
        {
            StreamSeal.Apply(stream, _models[model]);
            yield return [(byte)model, (byte)(37 * mode++), .. stream];
        }
        // The vectors' payloads are of larger latents: these are whole.
        for (ulong seed = 0; seed < 64; seed++)
        {
            var random = new SplitMix(seed);
            int model = random.Next(0, _models.Length - 1);
            yield return [(byte)model, (byte)(37 * mode++), .. SmallStreams.Create(_models[model], random)];
        }
    }

    public override void Repair(List<byte> input, SplitMixSource random)
    {
        if (input.Count > Prefix && !random.OneIn(8))
        {
            Span<byte> bytes = CollectionsMarshal.AsSpan(input);
            StreamSeal.Apply(bytes[Prefix..], _models[bytes[0] % _models.Length]);
        }
    }

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (input.Length < Prefix)
        {
            return;
        }
        int which = input[0] % _models.Length;
        int mode = input[1];
        ReadOnlySpan<byte> stream = input[Prefix..];
        var options = new StreamReadOptions { Partial = (mode & 1) != 0 };
        var whole = new List<DecodedUnit>();
        EdgeCodecException? error = ReadInPieces(stream, stream.Length, new StreamParser(_models[which], options), whole);
        if (error is not null)
        {
            RequireOwnError(error, 30, 37, stream.Length);
        }
        switch (mode >> 1 & 3)
        {
            case 0:
                var units = new List<DecodedUnit>();
                EdgeCodecException? other = ReadInPieces(stream, 1 + (mode >> 3), new StreamParser(_models[which], options), units);
                RequireSame(error, other);
                Require(whole.SequenceEqual(units, UnitComparer.Instance), "units in pieces are those of the whole");
                break;
            case 1:
                RunWithReusedMemory(which, stream, error, whole);
                break;
            case 2 when error is null && whole.Count > 0:
                Trim(which, stream, whole);
                break;
            default:
                break;
        }
    }

    /// <summary>Units up to an error, which in a partial result is the parser's.</summary>
    private static EdgeCodecException? ReadInPieces(ReadOnlySpan<byte> stream, int piece, StreamParser parser, List<DecodedUnit> units)
    {
        int start = 0;
        try
        {
            for (int end = Math.Min(stream.Length, piece); !parser.IsCompleted;)
            {
                DecodedUnit? unit = parser.Read(stream[start..end], end == stream.Length, out int consumed, out int examined);
                Require(consumed <= examined && examined <= end - start, "consumed, examined and given are in order");
                Require(unit is not null || parser.IsCompleted || end < stream.Length, "a stream that ends gives a unit, an end or an error");
                start += consumed;
                if (unit is not null)
                {
                    units.Add(unit);
                }
                else
                {
                    end = Math.Min(stream.Length, end + piece);
                }
            }
            return parser.Error;
        }
        catch (EdgeCodecException e)
        {
            return e;
        }
    }

    private void RunWithReusedMemory(int which, ReadOnlySpan<byte> stream, EdgeCodecException? error, List<DecodedUnit> whole)
    {
        if (StreamDecoder.IsSequence(stream))
        {
            return;
        }
        Span<byte> bits = _bits.AsSpan(0, _models[which].Latent.BitCount);
        EdgeCodecException? other = null;
        try
        {
            int layers = _decoders[which].DecodeBits(stream, bits, out StreamHeader header);
            Require(error is null && layers == whole[0].Layers && header == whole[0].Header && bits.SequenceEqual(whole[0].Latent.Bits), "memory used again changes nothing");
        }
        catch (EdgeCodecException e)
        {
            other = e;
        }
        RequireSame(error, other);
    }

    private void Trim(int which, ReadOnlySpan<byte> stream, List<DecodedUnit> whole)
    {
        int layers = 1 + (stream.Length % whole.Min(unit => unit.Layers));
        byte[] trimmed = StreamTrimmer.Trim(stream, _models[which], layers);
        Require(trimmed.Length <= stream.Length + 2, "a trimmed stream is not longer, but for its options");
        IReadOnlyList<DecodedUnit> units = StreamDecoder.DecodeAll(trimmed, _models[which]).Units;
        Require(units.Count == whole.Count, "a trimmed stream has as many units");
        int bits = (int)(_models[which].Latent.ChannelsOf(layers) * _models[which].Latent.Size.Volume);
        for (int i = 0; i < units.Count; i++)
        {
            Require(units[i].Layers == layers && units[i].Latent.Bits[..bits].SequenceEqual(whole[i].Latent.Bits[..bits]), "a trimmed stream has the same first layers");
        }
    }

    private static void RequireSame(EdgeCodecException? one, EdgeCodecException? other) => Require(
        one?.Status == other?.Status && one?.Offset == other?.Offset, $"{one?.Status} at {one?.Offset} is {other?.Status} at {other?.Offset}");
}
