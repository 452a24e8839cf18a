namespace EdgeCodec.Training.Data;

/// <summary>
/// The training pictures that are kept apart to choose settings on. For ISIC 2017 the list is committed; for another
/// set it is drawn with the recipe's seed, near duplicates together.
/// </summary>
internal static class HeldOut
{
    private static List<string> Draw(string[][] groups, int seed, int count)
    {
        new Random(seed).Shuffle(groups);
        List<string> drawn = [];
        foreach (string[] group in groups)
        {
            if (drawn.Count >= Math.Max(1, count)) { break; }
            drawn.AddRange(group);
        }
        return drawn;
    }

    public static IReadOnlyList<string> Choose(Recipe recipe, SegmentationSet set)
    {
        IReadOnlyList<string> training = set.Split("train");
        if (recipe.HeldOutList is null)
        {
            return [.. Draw(NearDuplicates.Groups(training, id => set.Cell(id, NearDuplicates.Column)), recipe.Seed, training.Count / 9).Order(StringComparer.Ordinal)];
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
