namespace EdgeCodec.Training.Classification;

/// <summary>Parts for cross-validation: each class spread evenly, near duplicates together in one part.</summary>
internal static class Folds
{
    /// <summary>The fold of each picture, 0 to <paramref name="count"/> - 1.</summary>
    /// <param name="ids">The pictures.</param>
    /// <param name="positive">Their classes.</param>
    /// <param name="twinOf">What each is a near duplicate of; empty: of none.</param>
    /// <param name="count">Number of folds.</param>
    /// <param name="seed">Of the shuffling.</param>
    public static int[] Assign(IReadOnlyList<string> ids, IReadOnlyList<bool> positive, IReadOnlyList<string> twinOf, int count, int seed)
    {
        // Twins point at each other or at a third; following them ends at the least name of the group.
        var group = ids.ToDictionary(id => id, id => id);
        string Root(string id)
        {
            while (group[id] != id) { id = group[id]; }
            return id;
        }
        for (int i = 0; i < ids.Count; i++)
        {
            if (twinOf[i].Length == 0 || !group.ContainsKey(twinOf[i])) { continue; }
            string a = Root(ids[i]), b = Root(twinOf[i]);
            (string least, string other) = string.CompareOrdinal(a, b) <= 0 ? (a, b) : (b, a);
            group[other] = least;
        }
        var groups = Enumerable.Range(0, ids.Count).GroupBy(i => Root(ids[i])).Select(g => g.ToArray()).ToArray();
        new Random(seed).Shuffle(groups);
        int[] fold = new int[ids.Count], next = [0, 0];
        foreach (int[] members in groups)
        {
            int side = members.Any(i => positive[i]) ? 1 : 0;
            foreach (int i in members) { fold[i] = next[side] % count; }
            next[side]++;
        }
        return fold;
    }
}
