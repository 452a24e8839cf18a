namespace EdgeCodec.Training.Data;

/// <summary>Pictures that are all but the same, by the column of splits.csv that says so: they must not be learned from and measured on.</summary>
internal static class NearDuplicates
{
    public const string Column = "near_duplicate_of";

    /// <summary>The pictures in groups of near duplicates, in the order of each group's first; most are groups of one.</summary>
    /// <param name="ids">The pictures.</param>
    /// <param name="twinOf">What each is a near duplicate of; empty, or another set's picture: of none of these.</param>
    public static string[][] Groups(IReadOnlyList<string> ids, Func<string, string> twinOf)
    {
        // Twins point at each other or at a third; following them ends at one picture of the group.
        var group = ids.ToDictionary(id => id, id => id);
        string Root(string id)
        {
            while (group[id] != id) { id = group[id]; }
            return id;
        }
        foreach (string id in ids)
        {
            string twin = twinOf(id);
            if (group.ContainsKey(twin)) { group[Root(twin)] = Root(id); }
        }
        return [.. ids.GroupBy(Root).Select(g => g.ToArray())];
    }
}
