using Xunit;

namespace EdgeCodec.Training.Tests;

public class RecipeTests
{
    [Theory]
    [InlineData("isic2017", "isic2017")]
    [InlineData("plain", "isic2017-plain")]
    [InlineData("plain-on", "isic2017-plain-on")]
    [InlineData("segan", "isic2017-segan")]
    [InlineData("d1", "isic2017-d1")]
    [InlineData("d2", "isic2017-d2")]
    [InlineData("d3", "isic2017-d3")]
    [InlineData("d4", "isic2017-d4")]
    [InlineData("paper-d4", "isic2017-paper-d4")]
    [InlineData("isic2017-scalable", "isic2017-scalable")]
    [InlineData("mobile", "isic2017")]
    [InlineData("mobile-joint", "isic2017")]
    [InlineData("mobile-last", "isic2017")]
    [InlineData("coded", "isic2017-coded")]
    [InlineData("auto", "isic2017-auto")]
    [InlineData("auto-seg", "isic2017-auto-seg")]
    [InlineData("new-head", "isic2017-new-head")]
    [InlineData("melanoma", "isic2017-melanoma")]
    [InlineData("codec-jpeg", "isic2017-codec-jpeg")]
    [InlineData("codec-jpeg2000", "isic2017-codec-jpeg2000")]
    [InlineData("codec-webp", "isic2017-codec-webp")]
    [InlineData("codec-h264", "isic2017-codec-h264")]
    public void Load_ShippedRecipe_HasTheNameOfItsModel(string recipe, string name) => Assert.Equal(name, Recipe.Load(recipe).Name);

    [Fact]
    public void Load_Designs_DifferInWhatTheDesignDiffersIn()
    {
        Recipe plain = Recipe.Load("plain-on"), d1 = Recipe.Load("d1"), d2 = Recipe.Load("d2"), d3 = Recipe.Load("d3"), d4 = Recipe.Load("d4");
        Assert.Equal(plain with { Name = "isic2017-d1", LabelFeatures = 1 }, d1);
        Assert.Equal(d1 with { Name = "isic2017-segan", DiscriminatorInput = "masked-photograph" }, Recipe.Load("segan"));
        Assert.Equal(plain with { Name = "isic2017-codec-webp", Codec = "webp" }, Recipe.Load("codec-webp"));
        Assert.Equal(d2 with { Name = "isic2017-d3", LabelFeatures = 1 }, d3);
        Assert.Equal(d3 with { Name = "isic2017-d4", Rate = d4.Rate }, d4);
        Assert.Equal((0, 0, true), (d2.LabelFeatures, d3.Rate, d4.Rate > 0));
        Assert.Equal(plain.Views, d2.Views);
    }

    [Fact]
    public void Load_FileNamedAsItsBase_IsOverTheOneThatComesWithTheCommand_WhoseOwnBasesStayThose()
    {
        string folder = Directory.CreateTempSubdirectory("edgecodec-recipe-").FullName, path = Path.Combine(folder, "d3.json");
        File.WriteAllText(path, """{ "base": "d3", "name": "mine" }""");
        File.WriteAllText(Path.Combine(folder, "d2.json"), """{ "base": "d2", "name": "other", "epochs": 99 }""");
        Assert.Equal(Recipe.Load("d3") with { Name = "mine" }, Recipe.Load(path));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Load_RecipeThatIsItsOwnBase_IsRefused()
    {
        string folder = Directory.CreateTempSubdirectory("edgecodec-recipe-").FullName, path = Path.Combine(folder, "round.json");
        File.WriteAllText(path, """{ "base": "about", "name": "x" }""");
        File.WriteAllText(Path.Combine(folder, "about.json"), """{ "base": "round" }""");
        Assert.Contains("bases, one above the other", Assert.Throws<InvalidDataException>(() => Recipe.Load(path)).Message, StringComparison.Ordinal);
        File.WriteAllText(path, """{ "base": "nonesuch", "name": "x" }""");
        Assert.Contains("no recipe 'nonesuch'", Assert.Throws<InvalidDataException>(() => Recipe.Load(path)).Message, StringComparison.Ordinal);
        File.WriteAllText(path, """{ "base": 3 }""");
        Assert.Contains("base is not the name", Assert.Throws<InvalidDataException>(() => Recipe.Load(path)).Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void WithSeed_AnotherSeed_IsInTheName_SoThatRunsAreNotConfused()
    {
        Recipe d4 = Recipe.Load("d4");
        Assert.Equal(d4 with { Seed = 2, Name = "isic2017-d4-seed2" }, d4.WithSeed(2));
        Assert.Equal(d4, d4.WithSeed(null));
        Assert.Equal(d4, d4.WithSeed(d4.Seed));
    }

    [Fact]
    public void Load_UnknownName_ListsTheKnownOnes()
        => Assert.Contains("d3, d4, ", Assert.Throws<InvalidDataException>(() => Recipe.Load("nonesuch")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "name": "x", "design": "plain", "epcohs": 3 }""", "epcohs")]
    [InlineData("""{ "name": "x", "design": "magic" }""", "design is 'magic'")]
    [InlineData("""{ "name": "x", "design": "plain", "grid": 100 }""", "grid is 100")]
    [InlineData("""{ "name": "x", "design": "coded" }""", "at least one quantised epoch")]
    [InlineData("""{ "name": "x", "design": "plain", "teacherShare": 0.5 }""", "teacherShare and teacherFeatures are for a coded design")]
    [InlineData("""{ "name": "x", "design": "plain", "segmentationLoss": "hinge" }""", "segmentationLoss is 'hinge'")]
    [InlineData("""{ "name": "x", "design": "plain", "discriminatorInput": "all" }""", "discriminatorInput is 'all'")]
    [InlineData("""{ "name": "x", "design": "plain", "rateTerm": "free" }""", "rateTerm is 'free'")]
    [InlineData("""{ "name": "x", "design": "plain", "encoder": "x.bin" }""", "encoder is 'x.bin'")]
    [InlineData("""{ "name": "x", "design": "plain", "compressor": "huge" }""", "compressor is 'huge'; small, mobile")]
    [InlineData("""{ "name": "x", "design": "coded", "quantisedEpochs": 1, "encoder": "plain" }""", "encoder 'plain' is for plain and head designs")]
    [InlineData("""{ "name": "x", "design": "coded", "quantisedEpochs": 1, "bars": 0.5 }""", "whose fit is letterbox")]
    [InlineData("""{ "name": "x", "design": "plain", "otherCamera": 0.5 }""", "for a coded design")]
    [InlineData("""{ "name": "x", "design": "coded", "quantisedEpochs": 1, "uses": 9 }""", "uses is 9; 1 to 8")]
    [InlineData("""{ "name": "x", "design": "coded", "quantisedEpochs": 1, "teacherViews": 3 }""", "teacherViews is 3")]
    [InlineData("""{ "name": "x", "design": "plain", "mixing": 1.5 }""", "mixing is 1.5")]
    [InlineData("""{ "name": "x", "design": "coded", "quantisedEpochs": 1, "contextModel": "fixed" }""", "contextModel is 'fixed'")]
    [InlineData("""{ "name": "x", "design": "coded", "quantisedEpochs": 1, "ratePressure": "none" }""", "ratePressure is 'none'")]
    [InlineData("""{ "name": "x", "design": "coded", "quantisedEpochs": 1, "ratePressure": "static", "contextModel": "static" }""", "is for a causal contextModel")]
    [InlineData("""{ "name": "x", "design": "plain", "labelFeatures": -1 }""", "labelFeatures")]
    [InlineData("""{ "name": "x", "design": "coded", "quantisedEpochs": 1, "layers": [1, 2] }""", "layers have 3 channels together, latentChannels is 4")]
    [InlineData("""{ "name": "x", "design": "coded", "quantisedEpochs": 1, "layers": [0, 4] }""", "at least one channel each")]
    [InlineData("""{ "name": "x", "design": "head" }""", "a head needs startFrom")]
    [InlineData("""{ "name": "x", "design": "plain", "segmentor": "huge" }""", "segmentor is 'huge'")]
    [InlineData("""{ "name": "x", "design": "plain", "head": "../x" }""", "head is '../x'")]
    [InlineData("""{ "name": "x", "design": "plain", "codec": "gif" }""", "codec is 'gif'; jpeg, jpeg2000, webp, h264")]
    [InlineData("""{ "name": "x", "design": "classifier", "startFrom": "y" }""", "names a classColumn")]
    [InlineData("""[ 1 ]""", "JSON object")]
    [InlineData("""{ "design": "plain" }""", "name")]
    [InlineData("{", "Expected")]
    public void Load_FaultyRecipe_SaysWhatIsWrong(string json, string expected)
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, json);
        var e = Assert.Throws<InvalidDataException>(() => Recipe.Load(path));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        File.Delete(path);
    }
}
