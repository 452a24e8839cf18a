using EdgeCodec.Training.Data;

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
        var place = ids.Select((id, i) => (id, i)).ToDictionary(p => p.id, p => p.i);
        string[][] groups = NearDuplicates.Groups(ids, id => twinOf[place[id]]);
        new Random(seed).Shuffle(groups);
        int[] fold = new int[ids.Count], next = [0, 0];
        foreach (string[] members in groups)
        {
            int side = members.Any(id => positive[place[id]]) ? 1 : 0;
            foreach (string id in members) { fold[place[id]] = next[side] % count; }
            next[side]++;
        }
        return fold;
    }
}
