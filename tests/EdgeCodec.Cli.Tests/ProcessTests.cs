using System.Diagnostics;
using System.Text.Json.Nodes;
using EdgeCodec.Cloud.Tests;
using Xunit;

namespace EdgeCodec.Cli.Tests;

/// <summary>The command as a process of its own: native libraries print past the console of .NET, and models/ is looked for from a directory.</summary>
public sealed class ProcessTests : CliFixture
{
    [Fact]
    public void Encode_TruncatedJpeg_PrintsOneLine()
    {
        string photograph = Photograph("a.jpg", 400, 300);
        byte[] whole = File.ReadAllBytes(photograph);
        File.WriteAllBytes(photograph, whole[..(whole.Length / 2)]);
        (int code, string output, string error) = Run(At("."), "encode", photograph, "-o", At("a.ecs"), "-m", Model.Path);
        Assert.Equal((1, ""), (code, output));
        Assert.Single(error.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("edgecodec: ", error, StringComparison.Ordinal);
        Assert.False(File.Exists(At("a.ecs")));
    }

    [Fact]
    public void Segment_ModelUnderModels_IsFoundByTheStream_BesideADamagedOne()
    {
        string stream = Stream();
        CopyModel("good");
        CopyModel("a-damaged-one");
        string damaged = Path.Combine(At("models"), "a-damaged-one", "edge.ecm");
        byte[] bytes = File.ReadAllBytes(damaged);
        bytes[^9] ^= 4;
        File.WriteAllBytes(damaged, bytes);
        (int code, string output, string error) = Run(At("."), "segment", stream, "-o", At("mask.png"), "--json");
        Assert.Equal((0, ""), (code, error));
        Assert.Equal("good", (string?)JsonNode.Parse(output)!["model"]);
        JsonNode info = JsonNode.Parse(Run(At("."), "info", stream, "--json").Output)!;
        Assert.Equal((true, "good"), ((bool)info["checked"]!, (string?)info["model"]));
    }

    [Fact]
    public void Info_DamagedStreamOfAKnownModel_Fails()
    {
        string stream = Stream();
        CopyModel("good");
        byte[] bytes = File.ReadAllBytes(stream);
        bytes[^6] ^= 1;
        File.WriteAllBytes(stream, bytes);
        (int code, string output, string error) = Run(At("."), "info", stream, "--json");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("x.ecs", error, StringComparison.Ordinal);
    }

    private void CopyModel(string name)
    {
        foreach (string file in Directory.GetFiles(Model.Path, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(At("models"), name, Path.GetRelativePath(Model.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static (int Code, string Output, string Error) Run(string directory, params string[] args)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        // The test host runs on the dotnet command, which runs the tool as well.
        foreach (string arg in (string[])["exec", typeof(Tool).Assembly.Location, .. args])
        {
            start.ArgumentList.Add(arg);
        }
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
