using System.Text.RegularExpressions;
using EdgeCodec.Cli.Pictures;
using Xunit;

namespace EdgeCodec.Cli.Tests;

/// <summary>What the README shows is what compiles.</summary>
public partial class ReadmeTests
{
    private static readonly string Root = Repository.Root;

    [Fact]
    public void Examples_AreThoseOfTheFilesTheyName()
    {
        string readme = File.ReadAllText(Path.Combine(Root, "README.md"));
        MatchCollection blocks = NamedBlock().Matches(readme);
        Assert.Equal(2, blocks.Count);
        foreach (Match block in blocks)
        {
            string file = File.ReadAllText(Path.Combine(Root, block.Groups["file"].Value));
            Assert.Equal(Snippet(file), block.Groups["code"].Value.Trim('\n'));
        }
    }

    [Fact]
    public void CloudExample_SegmentsAPhantom()
    {
        (Picture phantom, Picture truth) = Phantom.Draw(256, 3);
        LabelMap map = ReadmeExample.Run(phantom.Samples, phantom.Width, phantom.Height);
        byte[] expected = [.. truth.Samples.Select(v => (byte)(v & 1))];
        Assert.InRange(Overlap.Of(map.Labels.Span, expected, 1).Dice, 0.8, 1);
    }

    [Fact]
    public void LocalLinks_LeadSomewhere()
    {
        string readme = File.ReadAllText(Path.Combine(Root, "README.md"));
        MatchCollection links = Link().Matches(readme);
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(Root, link.Groups["to"].Value)), link.Value));
    }

    /// <summary>The lines between the two that say "snippet", with their common indentation taken off.</summary>
    private static string Snippet(string file)
    {
        string[] lines = file.Split('\n');
        int first = Array.FindIndex(lines, IsMarker), last = Array.FindLastIndex(lines, IsMarker);
        string[] inside = lines[(first + 1)..last];
        int indent = inside.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', inside.Select(line => line.Length > indent ? line[indent..] : "")).Trim('\n');
    }

    private static bool IsMarker(string line) => line.Trim() is "// snippet" or "/* snippet */";

    [GeneratedRegex("<!-- file: (?<file>[^ ]+) -->\n```[a-z]+\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex NamedBlock();

    [GeneratedRegex(@"\]\((?<to>[A-Za-z][^):]*)\)")]
    private static partial Regex Link();
}
