using Xunit;

namespace EdgeCodec.Training.Tests;

public class RecipeTests
{
    [Theory]
    [InlineData("isic2017")]
    [InlineData("isic2017-plain")]
    public void Load_ShippedRecipe_HasItsName(string name) => Assert.Equal(name, Recipe.Load(name).Name);

    [Fact]
    public void Load_UnknownName_ListsTheKnownOnes()
        => Assert.Contains("isic2017, isic2017-plain", Assert.Throws<InvalidDataException>(() => Recipe.Load("nonesuch")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "name": "x", "design": "plain", "epcohs": 3 }""", "epcohs")]
    [InlineData("""{ "name": "x", "design": "magic" }""", "design is 'magic'")]
    [InlineData("""{ "name": "x", "design": "plain", "grid": 100 }""", "grid is 100")]
    [InlineData("""{ "name": "x", "design": "coded" }""", "at least one quantised epoch")]
    [InlineData("""{ "name": "x", "design": "plain", "teacherShare": 0.5 }""", "teacherShare needs startFrom")]
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
