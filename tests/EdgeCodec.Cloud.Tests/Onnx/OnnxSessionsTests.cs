using System.Diagnostics;
using System.Reflection;
using EdgeCodec.Tests;
using Xunit;

namespace EdgeCodec.Cloud.Tests.Onnx;

public class OnnxSessionsTests
{
    [Theory]
    [InlineData("cuda", "Microsoft.ML.OnnxRuntime.Gpu")]
    [InlineData("directml", "Microsoft.ML.OnnxRuntime.DirectML")]
    [InlineData("CUDA", "Microsoft.ML.OnnxRuntime.Gpu")]
    public void Open_ProviderThatThePackageLacks_NamesThePackage(string provider, string package)
    {
        using TestModel model = TestModel.Whole();
        string path = Path.Combine(model.Path, "decoder.onnx");
        CloudErrors.Expect(
            CloudStatus.ProviderUnavailable, () => OnnxSessions.Open(path, provider), provider.ToLowerInvariant(), $"package {package} ", "CPUExecutionProvider");
        CloudErrors.Expect(CloudStatus.ProviderUnavailable, () => Segmentor.Open(model.Open(), null, provider), package);
        CloudErrors.Expect(CloudStatus.ProviderUnavailable, () => _ = new FeatureDecoder(model.Open(), provider), package);
    }

    [Fact]
    public void Open_UnknownProvider_NamesTheKnownOnes() =>
        CloudErrors.Expect(CloudStatus.ProviderUnknown, () => OnnxSessions.Open("any.onnx", "tpu"), "'tpu'", "cpu, cuda, directml");

    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda")]
    public void Open_NoNativeRuntime_NamesThePackage(string provider)
    {
        // A process of its own: the tests' process has the native runtime.
        string program = typeof(OnnxSessionsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == "NoRuntimeProgram").Value!;
        using var temporary = new TemporaryFolder();
        string onnx = temporary.Write("decoder.onnx", TestNetworks.Decoder(ThresholdModel.Parts(ThresholdModel.PictureGrid()).Build()));
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, onnx, provider]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(1, process.ExitCode);
        Assert.StartsWith("RuntimeMissing: ONNX Runtime's native library cannot be loaded: reference the package Microsoft.ML.OnnxRuntime ", output, StringComparison.Ordinal);
        Assert.Single(output.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Open_MissingFileOrFolder_NamesThePath()
    {
        using var temporary = new TemporaryFolder();
        string missing = Path.Combine(temporary.Path, "missing.onnx");
        CloudErrors.Expect(CloudStatus.OnnxUnreadable, () => OnnxSessions.Open(missing), missing);
        CloudErrors.Expect(CloudStatus.OnnxUnreadable, () => OnnxSessions.Open(temporary.Path), temporary.Path);
    }

    [Fact]
    public void Open_EmptyDamagedOrOtherFile_NamesThePath()
    {
        using var temporary = new TemporaryFolder();
        byte[] good = TestNetworks.Decoder(ThresholdModel.Parts(ThresholdModel.PictureGrid()).Build());
        byte[][] files = [[], [0], [.. "not a network"u8], new SplitMix(1).Bytes(5000), good[..(good.Length / 2)], [0x89, .. "PNG"u8]];
        foreach (byte[] file in files)
        {
            string path = temporary.Write("bad.onnx", file);
            CloudErrors.Expect(CloudStatus.OnnxInvalid, () => OnnxSessions.Open(path), path);
        }
    }
}
