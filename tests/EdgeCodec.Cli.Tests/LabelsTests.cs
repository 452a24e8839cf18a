using System.Buffers;
using NetVips;
using Xunit;

namespace EdgeCodec.Cli.Tests;

/// <summary>The way back: `segment -o X.ecl`, `labels`, `info X.ecl`.</summary>
public sealed class LabelsTests : CliFixture
{
    private const string Reference = "00112233445566778899aabbccddeeff";

    private string Answer(string stream, params string[] more)
    {
        CommandRun run = CommandRun.Of(["segment", stream, "-o", At("back.ecl"), "-m", Model.Path, .. more]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return At("back.ecl");
    }

    private void LabelsFail(string expected, string map, string stream) =>
        Fails(expected, At("labels.png"), "labels", map, "--stream", stream, "-o", At("labels.png"));

    [Fact]
    public void Labels_OfAnAnswer_GivesThePictureThatSegmentWrites()
    {
        string stream = Stream();
        string answer = Answer(stream);
        Assert.Equal(0, CommandRun.Of("segment", stream, "-o", At("mask.png"), "-m", Model.Path).ExitCode);
        CommandRun run = CommandRun.Of("labels", answer, "--stream", stream, "-o", At("labels.png"), "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(("lesion", 96, 72), ((string)run.Json["head"]!, (int)run.Json["width"]!, (int)run.Json["height"]!));
        using Image expected = Image.NewFromFile(At("mask.png"));
        using Image actual = Image.NewFromFile(At("labels.png"));
        Assert.Equal(expected.WriteToMemory<byte>(), actual.WriteToMemory<byte>());
        Assert.InRange(new FileInfo(answer).Length, 30, 200);
    }

    [Fact]
    public void Info_OfAnAnswer_SaysWhatItAnswersAndCarries()
    {
        string stream = Stream();
        CommandRun run = CommandRun.Of("info", Answer(stream, "--reference", Reference), "--json");
        Assert.Equal(0, run.ExitCode);
        string digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(stream)))[..16];
        Assert.Equal(("label map", digest, Reference), ((string)run.Json["kind"]!, (string)run.Json["stream_sha256_begins"]!, (string)run.Json["reference"]!));
        Assert.Equal(
            (long)run.Json["file_bytes"]!,
            (long)run.Json["header_bytes"]! + (long)run.Json["payload_bytes"]! + (long)run.Json["check_bytes"]!);
    }

    [Fact]
    public void Labels_AgainstAnotherStream_NamesBothAndWritesNothing()
    {
        string stream = Stream();
        string answer = Answer(stream);
        byte[] other = File.ReadAllBytes(stream);
        other[^1] ^= 1;
        File.WriteAllBytes(At("other.ecs"), other);
        LabelsFail(AnsweredStream.Of(File.ReadAllBytes(stream)).DigestHex, answer, At("other.ecs"));
        LabelsFail(AnsweredStream.Of(other).DigestHex, answer, At("other.ecs"));
    }

    [Fact]
    public void Labels_DamagedOrCutShort_IsAnErrorThatNamesTheFile()
    {
        string stream = Stream();
        string answer = Answer(stream);
        byte[] whole = File.ReadAllBytes(answer);
        for (int length = 1; length < whole.Length; length += 5)
        {
            File.WriteAllBytes(answer, whole[..length]);
            LabelsFail("back.ecl: ", answer, stream);
        }
        whole[^6] ^= 4;
        File.WriteAllBytes(answer, whole);
        LabelsFail("damaged", answer, stream);
        Assert.Equal(1, CommandRun.Of("info", answer).ExitCode);
        LabelsFail("", stream, stream);
        LabelsFail("", At("none.ecl"), stream);
    }

    [Fact]
    public void Labels_OfASequence_FindsTheSourceThatTheMapAnswers()
    {
        EdgeModel edge = Model.Edge;
        var output = new ArrayBufferWriter<byte>();
        var writer = new SequenceWriter(edge, output);
        StreamHeader header = StreamHeader.For(edge, SampleType.U8, 96, 72);
        foreach (byte grey in (byte[])[40, 220])
        {
            byte[] rgb = [.. Enumerable.Repeat(grey, 96 * 72 * 3)];
            writer.Write(header, new Encoder(edge).EncodeLatent(PixelView.Packed(rgb, SampleType.U8, 3, 96, 72)));
        }
        writer.End();
        File.WriteAllBytes(At("loop.ecs"), output.WrittenSpan);
        Answer(At("loop.ecs"), "--reference", Reference);
        // The dark picture is all lesion, the bright one has none.
        foreach ((string answer, int value) in new[] { ("back-1.ecl", 255), ("back-2.ecl", 0) })
        {
            CommandRun run = CommandRun.Of("labels", At(answer), "-s", At("loop.ecs"), "-o", At("labels.png"), "-m", Model.Path);
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            using Image labels = Image.NewFromFile(At("labels.png"));
            Assert.Equal((value, value), ((int)labels.Min(), (int)labels.Max()));
        }
        File.Delete(At("labels.png"));
        string single = Stream();
        File.Copy(Answer(single), At("single.ecl"));
        Fails("answers a stream", At("labels.png"), "labels", At("single.ecl"), "-s", At("loop.ecs"), "-o", At("labels.png"), "-m", Model.Path);
    }

    [Fact]
    public void Answer_OfAStream_IsTheFileThatSegmentWrites()
    {
        string stream = Stream();
        byte[] expected = File.ReadAllBytes(Answer(stream, "--reference", Reference));
        using Segmentor segmentor = Segmentor.Open(ModelFolder.Open(Model.Path));
        byte[] sent = File.ReadAllBytes(stream);
        byte[][] answers = segmentor.Answer(sent, Convert.FromHexString(Reference));
        Assert.Equal(expected, Assert.Single(answers));
        var other = new AnsweredStream(1, 96, 71, 1);
        Assert.Equal(
            EdgeCodecStatus.InvalidArgument,
            Assert.Throws<EdgeCodecException>(() => segmentor.Pack(segmentor.Segment(sent), other)).Status);
    }

    [Theory]
    [InlineData("segment", "x.ecs", "-o", "y.ecl", "--reference", "0011")]
    [InlineData("segment", "x.ecs", "-o", "y.ecl", "--reference", "zz112233445566778899aabbccddeeff")]
    [InlineData("labels", "x.ecl", "-o", "y.png")]
    public void Command_WrongUsage_IsExitCodeTwo(params string[] args) => Assert.Equal(2, CommandRun.Of(args).ExitCode);

    [Fact]
    public void Segment_OptionsThatContradictTheOutput_AreRefused()
    {
        string stream = Stream();
        Fails("--reference", At("mask.png"), "segment", stream, "-o", At("mask.png"), "-m", Model.Path, "--reference", Reference);
        Fails("--partial", At("back.ecl"), "segment", stream, "-o", At("back.ecl"), "-m", Model.Path, "--partial");
    }
}
