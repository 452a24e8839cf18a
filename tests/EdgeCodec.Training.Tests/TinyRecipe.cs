namespace EdgeCodec.Training.Tests;

internal static class TinyRecipe
{
    /// <summary>A recipe for the pictures of <see cref="SyntheticSet"/>, 64 x 64, from random weights and without a teacher; two epochs.</summary>
    public static Recipe Of(string recipe) => Of(Recipe.Load(recipe));

    /// <summary>The same of a recipe that is loaded.</summary>
    public static Recipe Of(Recipe recipe) => recipe with
    {
        Grid = 64, Batch = 4, Encoder = "random", HeldOutList = null, StartFrom = null, TeacherShare = 0, TeacherFeatures = 0, Epochs = 2,
        WarmUpEpochs = Math.Min(1, recipe.WarmUpEpochs), QuantisedEpochs = Math.Min(1, recipe.QuantisedEpochs),
    };
}
