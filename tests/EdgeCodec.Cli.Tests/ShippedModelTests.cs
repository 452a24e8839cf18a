using System.Text.Json.Nodes;
using EdgeCodec.Cli.Pictures;
using Xunit;

namespace EdgeCodec.Cli.Tests;

/// <summary>The shipped streams of models/isic2017 still say what its card says, the failures included.</summary>
public class ShippedModelTests
{
    [Theory]
    [InlineData("ISIC_0009995", 0.984)]
    [InlineData("ISIC_0012965", 0.924)]
    [InlineData("ISIC_0014635", 0.679)]
    [InlineData("ISIC_0013863", 0.115)]
    [InlineData("ISIC_0012876", 0.056)]
    public void Sample_SegmentsAsItDidWhenTheModelWasMade(string id, double dice)
    {
        string samples = Path.Combine(Repository.Root, "models", "isic2017", "samples");
        using Segmentor segmentor = Segmentor.Open(ModelFolder.Open(Path.Combine(Repository.Root, "models", "isic2017")));
        LabelMap map = segmentor.Segment(File.ReadAllBytes(Path.Combine(samples, id + ".ecs")));
        Picture truth = PictureReader.ReadMask(Path.Combine(samples, id + "_segmentation.png"));
        // Floats may differ in the last bits between processors: a few boundary pixels, no more.
        Assert.InRange(Overlap.Of(map.Labels.Span, truth.Samples, 1).Dice, dice - 0.005, dice + 0.005);
    }

    [Fact]
    public void Samples_TakeTenBytesBesidesThePayload_AndThePayloadLessThanAByteMoreThanIdeal()
    {
        string folder = Path.Combine(Repository.Root, "models", "isic2017");
        EdgeModel model = ModelFolder.Open(folder).Edge!;
        string[] samples = Directory.GetFiles(Path.Combine(folder, "samples"), "*.ecs");
        Assert.NotEmpty(samples);
        double excess = 0;
        foreach (string sample in samples)
        {
            DecodedStream stream = StreamDecoder.DecodeAll(File.ReadAllBytes(sample), model);
            Assert.Equal(10 + model.Latent.Layers - 1, stream.HeaderBytes + stream.CheckBytes);
            excess += stream.PayloadBytes - (CodeLength.IdealBits(model, stream.Units[0].Latent) / 8);
        }
        Assert.InRange(excess / samples.Length, -0.1, 1.0);
    }

    [Theory]
    [InlineData("melanoma")]
    [InlineData("lesion-small")]
    public void Head_OfAnotherFolderOfTheSameEdgeModel_IsFoundByItsName(string head)
    {
        string stream = Directory.GetFiles(Path.Combine(Repository.Root, "models", "isic2017", "samples"), "*.ecs")[0], mask = Path.GetTempFileName() + ".png";
        string[] output = head == "melanoma" ? [] : ["-o", mask];
        Assert.Equal(head, (string?)CommandRun.Of(["segment", stream, "--head", head, .. output, "--json"]).Json["head"]);
        File.Delete(mask);
    }

    [Fact]
    public void Info_OfAModelWithAClassifier_NamesItsClasses()
    {
        JsonObject head = CommandRun.Of("info", "isic2017-melanoma", "--json").Json["heads"]!.AsArray().Select(h => h!.AsObject()).Single(h => (string?)h["name"] == "melanoma");
        Assert.Equal(("classifier", "not melanoma, melanoma"), ((string?)head["kind"], (string?)head["labels"]));
    }

    [Fact]
    public void Reference_SegmentsThePhantom()
    {
        (Picture phantom, Picture truth) = Phantom.Draw(256, 3);
        using Segmentor segmentor = Segmentor.Open(ModelFolder.Open(Path.Combine(Repository.Root, "models", "isic2017-plain")));
        byte[] expected = [.. truth.Samples.Select(v => (byte)(v & 1))];
        Assert.InRange(Overlap.Of(segmentor.SegmentImage(phantom.View).Labels.Span, expected, 1).Dice, 0.8, 1);
    }
}
