namespace EdgeCodec.Training.Designs;

/// <summary>The one place that knows which design a recipe names.</summary>
internal static class DesignFactory
{
    /// <param name="encoder">ImageNet weights of the encoder, or null to start from random ones.</param>
    /// <param name="from">Run folder of the recipe's startFrom, or null.</param>
    public static IDesign Create(Recipe recipe, string? encoder, string? from)
    {
        string? plain = from is null ? null : Checkpoint.AveragedWeights(from, "s");
        if (recipe.Encoder == "random") { encoder = null; }
        return recipe.Design == "plain" ? new PlainDesign(recipe, encoder) : new CodedDesign(recipe, encoder, plain);
    }
}
