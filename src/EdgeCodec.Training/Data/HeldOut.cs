namespace EdgeCodec.Training.Data;

/// <summary>
/// The training pictures that are kept apart to choose settings on. For ISIC 2017 the list is committed; for another
/// set it is drawn with the recipe's seed.
/// </summary>
internal static class HeldOut
{
    public static IReadOnlyList<string> Choose(Recipe recipe, SegmentationSet set)
    {
        IReadOnlyList<string> training = set.Split("train");
        if (recipe.HeldOutList is null)
        {
            string[] shuffled = [.. training];
            new Random(recipe.Seed).Shuffle(shuffled);
            return [.. shuffled.Take(Math.Max(1, training.Count / 9)).Order(StringComparer.Ordinal)];
        }
        string path = Path.Combine(AppContext.BaseDirectory, "Recipes", recipe.HeldOutList);
        if (!File.Exists(path)) { throw new InvalidDataException($"{path}: no such list of held-out pictures"); }
        HashSet<string> known = [.. training];
        string[] listed = [.. File.ReadAllLines(path).Where(id => id.Length > 0)];
        string? missing = Array.Find(listed, id => !known.Contains(id));
        if (missing is not null)
        {
            throw new InvalidDataException(
                $$"""{{set.Folder}}: held-out picture {{missing}} is not in its train split; for data of your own, write a recipe file { "base": RECIPE, "name": "mine", "heldOutList": null }""");
        }
        return listed;
    }
}
