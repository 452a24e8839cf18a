using System.IO.Pipelines;
using System.Text.Json.Nodes;
using Xunit;

namespace EdgeCodec.Tests.Vectors;

/// <summary>Every stream of tests/vectors, by every way that there is to read it.</summary>
public class StreamVectorTests
{
    public static TheoryData<string> Valid => VectorFolder.Names("valid");

    public static TheoryData<string> Invalid => VectorFolder.Names("invalid");

    [Theory]
    [MemberData(nameof(Valid))]
    public void DecodeAll_ValidVector_GivesTheExpectedLatents(string name)
    {
        (JsonObject expected, EdgeModel model, byte[] stream) = Load(name);
        DecodedStream result = StreamDecoder.DecodeAll(stream, model);
        DecodedSequences.AssertEqual(expected["sequences"]!.AsArray(), model, result.Units, result.IsSequence);
        Assert.Equal(expected["sequences"]!.AsArray().Count, result.Sequences.Count);
        Assert.Equal(stream.Length, result.PayloadBytes + result.CheckBytes + result.HeaderBytes);
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void DecodeAll_InvalidVector_IsTheExpectedError(string name)
    {
        (JsonObject expected, EdgeModel model, byte[] stream) = Load(name);
        EdgeCodecException e = Errors.Expect(VectorFolder.ErrorOf(expected), () => StreamDecoder.DecodeAll(stream, model));
        Assert.InRange(e.Offset, 0, stream.Length);
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void DecodeAll_InvalidVectorPartially_GivesWhatIsWholeAndChecked(string name)
    {
        (JsonObject expected, EdgeModel model, byte[] stream) = Load(name);
        var options = new StreamReadOptions { Partial = true };
        if (expected["partial"] is not JsonArray partial)
        {
            Errors.Expect(VectorFolder.ErrorOf(expected), () => StreamDecoder.DecodeAll(stream, model, options));
            return;
        }
        DecodedStream result = StreamDecoder.DecodeAll(stream, model, options);
        Assert.Equal(VectorFolder.ErrorOf(expected), result.Error!.Status);
        DecodedSequences.AssertEqual(partial, model, result.Units, result.IsSequence);
    }

    [Theory]
    [MemberData(nameof(Valid))]
    [MemberData(nameof(Invalid))]
    public void Parser_AnyVectorByteByByte_SaysTheSameAsOfTheWhole(string name)
    {
        (JsonObject expected, EdgeModel model, byte[] stream) = Load(name);
        var units = new List<DecodedUnit>();
        EdgeCodecStatus status = EdgeCodecStatus.Ok;
        try
        {
            ReadInPieces(stream, 1, new StreamParser(model), units);
        }
        catch (EdgeCodecException e)
        {
            status = e.Status;
        }
        AssertSame(expected, model, stream, units, status);
    }

    [Theory]
    [MemberData(nameof(Valid))]
    [MemberData(nameof(Invalid))]
    public async Task PipeReader_AnyVectorInPieces_SaysTheSameAsOfTheWhole(string name)
    {
        (JsonObject expected, EdgeModel model, byte[] stream) = Load(name);
        // Segments smaller than most units, and a pipe that makes the writer wait.
        var pipe = new Pipe(new PipeOptions(minimumSegmentSize: 7, pauseWriterThreshold: 64, resumeWriterThreshold: 32));
        Task writing = WriteInPieces(pipe.Writer, stream);
        var units = new List<DecodedUnit>();
        EdgeCodecStatus status = EdgeCodecStatus.Ok;
        try
        {
            await foreach (DecodedUnit unit in new StreamPipeReader(pipe.Reader, model).ReadUnitsAsync())
            {
                units.Add(unit);
            }
        }
        catch (EdgeCodecException e)
        {
            status = e.Status;
        }
        await pipe.Reader.CompleteAsync();
        await writing;
        AssertSame(expected, model, stream, units, status);
    }

    private static async Task WriteInPieces(PipeWriter writer, byte[] stream)
    {
        for (int at = 0; at < stream.Length; at += 11)
        {
            FlushResult result = await writer.WriteAsync(stream.AsMemory(at, Math.Min(11, stream.Length - at)));
            if (result.IsCompleted)
            {
                break;
            }
        }
        await writer.CompleteAsync();
    }

    private static void ReadInPieces(byte[] stream, int piece, StreamParser parser, List<DecodedUnit> units)
    {
        int start = 0;
        for (int end = 0; !parser.IsCompleted; end = Math.Min(stream.Length, end + piece))
        {
            DecodedUnit? unit;
            do
            {
                unit = parser.Read(stream.AsSpan(start..end), end == stream.Length, out int consumed, out _);
                start += consumed;
                if (unit is not null)
                {
                    units.Add(unit);
                }
            }
            while (unit is not null && !parser.IsCompleted);
        }
    }

    /// <summary>The error that is expected, and before it all whole units.</summary>
    private static void AssertSame(JsonObject expected, EdgeModel model, byte[] stream, List<DecodedUnit> units, EdgeCodecStatus status)
    {
        if (expected["error"] is null)
        {
            Assert.Equal(EdgeCodecStatus.Ok, status);
            DecodedSequences.AssertEqual(expected["sequences"]!.AsArray(), model, units, StreamDecoder.IsSequence(stream));
            return;
        }
        Assert.Equal(VectorFolder.ErrorOf(expected), status);
        if (expected["partial"] is JsonArray partial)
        {
            Assert.Equal(partial.SelectMany(sequence => sequence!["units"]!.AsArray()).Count(unit => IsWhole(unit!, partial)), units.Count);
        }
    }

    private static bool IsWhole(JsonNode unit, JsonArray sequences) =>
        sequences.Any(sequence => (int)sequence!["layers"]! == (int)unit["layers"]! && sequence["units"]!.AsArray().Contains(unit));

    private static (JsonObject Expected, EdgeModel Model, byte[] Stream) Load(string name)
    {
        JsonObject expected = VectorFolder.Expectation(name);
        return (expected, VectorFolder.ModelOf(expected), VectorFolder.Read(name + ".ecs"));
    }
}
