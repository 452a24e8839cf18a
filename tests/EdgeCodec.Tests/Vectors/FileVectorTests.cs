using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Xunit;

namespace EdgeCodec.Tests.Vectors;

/// <summary>The vectors' manifest, models and label maps.</summary>
public class FileVectorTests
{
    public static TheoryData<string> InvalidModels => VectorFolder.Names("invalid-models");

    public static TheoryData<string> Labels => VectorFolder.Names("labels");

    public static TheoryData<string> InvalidLabels => VectorFolder.Names("invalid-labels");

    [Fact]
    public void Manifest_NamesEveryFileByItsDigest()
    {
        string[] listed = [.. System.Text.Encoding.UTF8.GetString(VectorFolder.Read("MANIFEST.sha256")).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        string[] actual = [.. VectorFolder.Files().Where(name => name is not ("MANIFEST.sha256" or "README.md")).Order(StringComparer.Ordinal)
            .Select(name => $"{Convert.ToHexStringLower(SHA256.HashData(VectorFolder.Read(name)))}  {name}")];
        Assert.Equal(listed, actual);
    }

    [Theory]
    [MemberData(nameof(InvalidModels))]
    public void Parse_InvalidModel_IsTheExpectedError(string name)
    {
        byte[] file = VectorFolder.Read(name + ".ecm");
        EdgeCodecException e = Errors.Expect(VectorFolder.ErrorOf(VectorFolder.Expectation(name)), () => EdgeModel.Parse(file));
        Assert.InRange(e.Offset, 0, file.Length);
    }

    [Theory]
    [MemberData(nameof(Labels))]
    public void Decode_ValidLabelMap_GivesTheExpectedLabels(string name)
    {
        JsonObject expected = VectorFolder.Expectation(name);
        (byte[] map, AnsweredStream answered) = Load(name, expected);
        LabelMapHeader header = LabelMapDecoder.ReadHeader(map);
        var labels = new ushort[header.VoxelCount];
        LabelMapDecoder.Decode(map, answered, labels);
        Assert.Equal((string)expected["sha256"]!, Convert.ToHexStringLower(SHA256.HashData([.. labels.SelectMany(BitConverter.GetBytes)])));
        Assert.Equal((string)expected["head_name"]!, header.HeadName);
        Assert.Equal((int)expected["head_version"]!, header.HeadVersion);
        Assert.Equal((int)expected["label_count"]!, header.LabelCount);
        Assert.Equal((string)expected["reference"]!, Convert.ToHexStringLower(header.Reference));
    }

    [Theory]
    [MemberData(nameof(InvalidLabels))]
    public void Decode_InvalidLabelMap_IsTheExpectedError(string name)
    {
        JsonObject expected = VectorFolder.Expectation(name);
        (byte[] map, AnsweredStream answered) = Load(name, expected);
        var labels = new ushort[answered.Width * answered.Height * answered.Depth];
        Errors.Expect(VectorFolder.ErrorOf(expected), () => LabelMapDecoder.Decode(map, answered, labels));
    }

    private static (byte[] Map, AnsweredStream Answered) Load(string name, JsonObject expected)
    {
        byte[] stream = VectorFolder.Read($"valid/{(string)expected["answers"]!}");
        if (expected["source"] is not JsonNode source)
        {
            return (VectorFolder.Read(name + ".ecl"), AnsweredStream.Of(stream));
        }
        AnsweredStream answered = AnsweredStream.OfAll(stream, EdgeModel.Parse(VectorFolder.Read($"models/{(string)expected["model"]!}")))[(int)source];
        int At(string key) => (int)expected[key]!;
        Assert.Equal(answered, AnsweredStream.OfUnits(
            stream.AsSpan()[At("header_start")..At("header_end")], stream.AsSpan()[At("units_start")..At("units_end")], At("width"), At("height"), At("depth")));
        return (VectorFolder.Read(name + ".ecl"), answered);
    }
}
