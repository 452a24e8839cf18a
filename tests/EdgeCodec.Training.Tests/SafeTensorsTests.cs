using EdgeCodec.Training.Networks;
using Xunit;

namespace EdgeCodec.Training.Tests;

public sealed class SafeTensorsTests
{
    [Theory]
    [InlineData("{ \"name\": \"plain\" }")]
    [InlineData("{}")]
    [InlineData("\u0003\0\0\0\0\0\0\0xyz")]
    public void Read_AnotherKindOfFile_SaysThatItIsNone(string text)
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, text);
        Assert.Contains($"{path}: is no safetensors file", Assert.Throws<InvalidDataException>(() => SafeTensors.Read(path)).Message, StringComparison.Ordinal);
        File.Delete(path);
    }

    [Fact]
    public void LoadPretrained_OfAnotherNetwork_NamesTheTensorThatIsMissing()
    {
        var s = new Networks.SegmentationNetwork(new Networks.Precision(), "s", 3);
        Assert.Contains(
            "no tensor features.0.weight; MobileNetV2's are needed",
            Assert.Throws<InvalidDataException>(() => s.encoder.LoadPretrained([])).Message, StringComparison.Ordinal);
    }
}
