using CsCheck;
using Xunit;

namespace EdgeCodec.Tests.Bitstream;

/// <summary>A stream means the same however it is cut into pieces.</summary>
public class StreamParserTests
{
    [Fact]
    public void Read_AnyPieces_GivesWhatTheWholeGives() => Gen.ULong.Sample(
        seed =>
        {
            var random = new SplitMix(seed);
            EdgeModel model = random.Chance(50) ? StreamMaker.Layered : StreamMaker.Picture;
            byte[] stream = random.Chance(70)
                ? StreamMaker.EncodeSequences(model, random, new EncodeOptions { LayerChecks = random.Chance(50) })
                : StreamMaker.Encode(model, random);
            if (random.Chance(50))
            {
                stream = Mutation.Of(stream, random);
            }
            (List<DecodedUnit> expected, EdgeCodecException? error) = InPieces(model, stream, _ => stream.Length);
            int most = random.Next(1, 40);
            (List<DecodedUnit> actual, EdgeCodecException? same) = InPieces(model, stream, _ => random.Next(0, most));
            Assert.Equal(expected.Select(Describe), actual.Select(Describe));
            Assert.Equal((error?.Status, error?.Offset, error?.Message), (same?.Status, same?.Offset, same?.Message));
        },
        iter: 500);

    [Fact]
    public void Read_ByteByByte_ConsumesEachUnitWithItsLastByte()
    {
        EdgeModel model = StreamMaker.Volume;
        byte[] stream = StreamMaker.EncodeSequences(model, new SplitMix(1), sequences: 1, units: 3);
        var parser = new StreamParser(model);
        var ends = new List<int>();
        int start = 0;
        for (int end = 0; end <= stream.Length; end++)
        {
            DecodedUnit? unit = parser.Read(stream.AsSpan(start..end), isFinal: end == stream.Length, out int consumed, out int examined);
            Assert.Equal(end - start, examined);
            start += consumed;
            if (unit is not null)
            {
                Assert.Equal(end, start);
                ends.Add(end);
            }
        }
        Assert.True(parser.IsCompleted);
        Assert.Equal((3, stream.Length), (ends.Count, start));
        Assert.Equal(stream.Length - 5, ends[2]);
        Assert.Throws<InvalidOperationException>(() => parser.Read([], isFinal: true, out _, out _));
    }

    [Fact]
    public void Read_AfterAnError_IsInvalidOperation()
    {
        var parser = new StreamParser(StreamMaker.Picture);
        Errors.Expect(EdgeCodecStatus.NotAStream, () => parser.Read([1, 2, 3], isFinal: false, out _, out _));
        Assert.Throws<InvalidOperationException>(() => parser.Read([1, 2, 3], isFinal: false, out _, out _));
    }

    [Fact]
    public void Read_LongSequence_AllocatesOnlyTheUnitsItGives()
    {
        EdgeModel model = StreamMaker.Picture;
        byte[] stream = StreamMaker.EncodeSequences(model, new SplitMix(1), sequences: 1, units: 400);
        long least = long.MaxValue;
        for (int i = 0; i < 5; i++)
        {
            var parser = new StreamParser(model);
            int at = 0;
            int units = 0;
            long before = GC.GetAllocatedBytesForCurrentThread();
            while (!parser.IsCompleted)
            {
                units += parser.Read(stream.AsSpan(at), isFinal: true, out int consumed, out _) is null ? 0 : 1;
                at += consumed;
            }
            least = Math.Min(least, (GC.GetAllocatedBytesForCurrentThread() - before) / units);
        }
        // Bits, latent and unit; the header is one object for all.
        Assert.InRange(least, 0, model.Latent.BitCount + 250);
    }

    private static (List<DecodedUnit> Units, EdgeCodecException? Error) InPieces(EdgeModel model, byte[] stream, Func<int, int> pieceAfter)
    {
        var parser = new StreamParser(model);
        var units = new List<DecodedUnit>();
        int start = 0;
        int end = 0;
        try
        {
            while (!parser.IsCompleted)
            {
                end = Math.Min(stream.Length, end + pieceAfter(end));
                DecodedUnit? unit;
                do
                {
                    unit = parser.Read(stream.AsSpan(start..end), isFinal: end == stream.Length, out int consumed, out int examined);
                    Assert.InRange(examined, consumed, end - start);
                    start += consumed;
                    Assert.Equal(start, parser.Position);
                    if (unit is not null)
                    {
                        units.Add(unit);
                    }
                }
                while (unit is not null && !parser.IsCompleted);
            }
            return (units, null);
        }
        catch (EdgeCodecException e)
        {
            return (units, e);
        }
    }

    private static string Describe(DecodedUnit unit) =>
        $"{unit.Sequence} {unit.Index} {unit.Header} {unit.Layers} {unit.PayloadBytes} {Convert.ToHexString(unit.Latent.Bits)}";
}
