using Xunit;

namespace EdgeCodec.Cli.Tests;

/// <summary>Folders and options that leave open what is meant.</summary>
public sealed class DataFolderTests : CliFixture
{
    [Fact]
    public void Eval_TwoPicturesOfOneId_NamesTheIdAndBothFiles()
    {
        Directory.CreateDirectory(At("images"));
        File.Move(Photograph("a.jpg"), Path.Combine(At("images"), "a.jpg"));
        File.Move(Photograph("a.png"), Path.Combine(At("images"), "a.png"));
        Fails("picture a is there twice, as a.jpg and a.png", At("no-output"), "eval", "--data", At(""), "-m", Model.Path);
    }

    [Fact]
    public void Segment_WithoutOutput_IsWrongUsage()
    {
        CommandRun run = CommandRun.Of("segment", Stream(), "-m", Model.Path);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Contains("name the label map's file with -o (see edgecodec --help)", run.Error, StringComparison.Ordinal);
    }
}
