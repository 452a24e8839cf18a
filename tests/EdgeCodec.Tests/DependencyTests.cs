using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using System.Xml.Linq;
using Xunit;

namespace EdgeCodec.Tests;

/// <summary>
/// Dependencies point one way: Segmentor -> Decoder -> EdgeCodec &lt;- Native; Cli -> Segmentor;
/// PictureCodecs -> Cli; Training -> PictureCodecs and Segmentor. The edge library needs the base class library and small codec packages only.
/// </summary>
public class DependencyTests
{
    private static readonly string Root = FindRoot();

    private static readonly Dictionary<string, string[]> AllowedProjects = new()
    {
        ["EdgeCodec"] = [],
        ["EdgeCodec.Native"] = ["EdgeCodec"],
        ["EdgeCodec.Decoder"] = ["EdgeCodec"],
        ["EdgeCodec.Segmentor"] = ["EdgeCodec.Decoder", "EdgeCodec"],
        ["EdgeCodec.Cli"] = ["EdgeCodec.Segmentor", "EdgeCodec.Decoder", "EdgeCodec"],
        // Codecs for the eye, for comparisons; they share the command's picture reader and evaluation.
        ["EdgeCodec.PictureCodecs"] = ["EdgeCodec.Cli", "EdgeCodec.Segmentor", "EdgeCodec.Decoder", "EdgeCodec"],
        ["EdgeCodec.Training"] = ["EdgeCodec.PictureCodecs", "EdgeCodec.Segmentor", "EdgeCodec.Decoder", "EdgeCodec"],
    };

    private static readonly string[] EdgePackages = ["System.IO.Pipelines", "System.IO.Hashing", "K4os.Compression.LZ4"];

    public static TheoryData<string> Projects =>
        [.. Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(f => Path.GetFileNameWithoutExtension(f))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_References_PointTheAllowedWayOnly(string project)
    {
        Assert.True(AllowedProjects.TryGetValue(project, out string[]? allowed), $"{project} has no place in the dependency order yet");
        string[] actual = [.. Items(project, "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Replace('\\', '/')))];
        Assert.Empty(actual.Except(allowed!));
    }

    [Theory]
    [InlineData("EdgeCodec")]
    [InlineData("EdgeCodec.Native")]
    public void EdgeProject_Packages_AreSmallCodecPackagesOnly(string project) =>
        Assert.Empty(Items(project, "PackageReference").Except(EdgePackages));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_OutsideTraining_DoesNotNeedTorch(string project)
    {
        if (project == "EdgeCodec.Training")
        {
            Assert.Contains(Items(project, "PackageReference"), p => p.StartsWith("TorchSharp", StringComparison.Ordinal));
            return;
        }
        Assert.DoesNotContain(Items(project, "PackageReference"), p => p.Contains("Torch", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void CloudLibraries_Packages_LeaveTheNativeRuntimeToTheApplication()
    {
        foreach (string project in new[] { "EdgeCodec.Decoder", "EdgeCodec.Segmentor" })
        {
            IEnumerable<string> runtimes = Items(project, "PackageReference").Where(p => p.StartsWith("Microsoft.ML.OnnxRuntime", StringComparison.Ordinal));
            Assert.Empty(runtimes.Except(["Microsoft.ML.OnnxRuntime.Managed"]));
        }
    }

    [Fact]
    public void EdgeLibrary_RestoredPackages_HaveNoRuntimeOfNetworks()
    {
        // What the restore really found, transitive packages included.
        string assets = Path.Combine(Root, "artifacts", "build", "obj", "EdgeCodec", "project.assets.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(assets));
        string[] packages = [.. document.RootElement.GetProperty("libraries").EnumerateObject().Select(l => l.Name.Split('/')[0])];
        Assert.DoesNotContain(packages, p => p.Contains("OnnxRuntime", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(packages, p => p.Contains("Torch", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void EdgeLibrary_AssemblyReferences_AreOfTheBaseLibraryWithoutCryptography()
    {
        using FileStream file = File.OpenRead(typeof(EdgeModel).Assembly.Location);
        using var image = new PEReader(file);
        MetadataReader metadata = image.GetMetadataReader();
        string[] references = [.. metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name))];
        Assert.NotEmpty(references);
        Assert.DoesNotContain(references, r => r.StartsWith("System.Security.Cryptography", StringComparison.Ordinal));
        Assert.All(references, r => Assert.True(
            r.StartsWith("System.", StringComparison.Ordinal) || r.StartsWith("K4os.", StringComparison.Ordinal), r));
        string[] types = [.. metadata.TypeReferences.Select(t => metadata.GetString(metadata.GetTypeReference(t).Namespace))];
        Assert.DoesNotContain(types, n => n.StartsWith("System.Security.Cryptography", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Items(string project, string item) =>
        XDocument.Load(Path.Combine(Root, "src", project, project + ".csproj"))
            .Descendants(item)
            .Select(e => (string?)e.Attribute("Include") ?? "");

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "EdgeCodec.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }
        return folder ?? throw new InvalidOperationException("EdgeCodec.sln is in no folder above the tests.");
    }
}
