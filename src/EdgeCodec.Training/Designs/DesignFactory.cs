namespace EdgeCodec.Training.Designs;

/// <summary>The one place that knows which design a recipe names.</summary>
internal static class DesignFactory
{
    /// <param name="encoder">What s starts from, as the recipe's encoder says: file of ImageNet weights, or folder of an uncompressed or coded run or model; null: random weights.</param>
    /// <param name="from">Folder of the recipe's startFrom: a run or a model, for a head a model; or null.</param>
    public static IDesign Create(Recipe recipe, string? encoder, string? from)
    {
        if (recipe.Encoder == "random") { encoder = null; }
        return recipe.Design switch
        {
            "plain" => new PlainDesign(recipe, encoder),
            "classifier" => throw new InvalidDataException($"{recipe.Name}: a classifier has no checkpoint to export or verify"),
            "auto-encoder" => new AutoEncoderDesign(recipe),
            "head" => new HeadDesign(recipe, encoder, from ?? throw new InvalidDataException($"{recipe.Name}: reads maps of {recipe.StartFrom}; name its folder with --from")),
            _ => new CodedDesign(recipe, encoder, from),
        };
    }
}
