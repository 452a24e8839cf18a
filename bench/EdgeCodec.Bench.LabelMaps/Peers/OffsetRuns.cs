namespace EdgeCodec.Bench.LabelMaps;

/// <summary>
/// Labels as nibbles. A row is the places where its label changes, each told from those of a reference row: at most three
/// columns away from the next one there (0 to 6), none for it (7), one more before it (8, distance, label), further away
/// (9, distance). A row that has more at its end begins with 10 and ends with 12; 11 and a count stand for rows that are
/// their reference.
/// </summary>
internal static class OffsetRuns
{
    private const int Reach = 3, None = 7, More = 8, Far = 9, Tail = 10, Same = 11, End = 12;

    private readonly record struct Change(int At, byte Label);

    public static List<byte> Write(LabelVolume volume, bool fromSlice)
    {
        var nibbles = new List<byte>();
        var rows = new List<List<Change>>();
        int same = 0;
        for (int r = 0; r < volume.Rows; r++)
        {
            List<Change> row = Changes(volume.Labels.AsSpan(r * volume.Width, volume.Width));
            List<Change> reference = Reference(rows, r, volume.Height, fromSlice);
            rows.Add(row);
            if (row.SequenceEqual(reference))
            {
                same++;
                continue;
            }
            Flush(nibbles, ref same);
            WriteRow(nibbles, row, reference);
        }
        Flush(nibbles, ref same);
        return nibbles;
    }

    public static byte[] Read(List<byte> nibbles, LabelVolume size, bool fromSlice)
    {
        byte[] labels = new byte[size.Labels.Length];
        var rows = new List<List<Change>>();
        int at = 0, same = 0;
        for (int r = 0; r < size.Rows; r++)
        {
            List<Change> reference = Reference(rows, r, size.Height, fromSlice);
            if (same == 0 && nibbles[at] == Same)
            {
                at++;
                same = Number(nibbles, ref at);
            }
            bool copies = same > 0;
            same -= copies ? 1 : 0;
            rows.Add(copies ? reference : ReadRow(nibbles, ref at, reference));
            Span<byte> row = labels.AsSpan(r * size.Width, size.Width);
            foreach (Change change in rows[r]) { row[change.At..].Fill(change.Label); }
        }
        return labels;
    }

    private static void WriteRow(List<byte> nibbles, List<Change> row, List<Change> reference)
    {
        List<byte> ops = [];
        int next = 0, last = 0;
        foreach (Change expected in reference)
        {
            int match = row.FindIndex(next, c => c.Label == expected.Label && Math.Abs(c.At - expected.At) <= 8 * Reach);
            int skipped = match - next;
            if (match < 0 || skipped > 1)
            {
                ops.Add(None);
                continue;
            }
            for (; next < match; next++) { WriteMore(ops, row[next], ref last); }
            int offset = row[next].At - expected.At;
            if (Math.Abs(offset) <= Reach) { ops.Add((byte)(offset + Reach)); }
            else
            {
                ops.Add(Far);
                Number(ops, offset < 0 ? (-2 * offset) - 1 : 2 * offset);
            }
            last = row[next++].At;
        }
        if (next < row.Count) { nibbles.Add(Tail); }
        nibbles.AddRange(ops);
        if (next == row.Count) { return; }
        for (; next < row.Count; next++) { WriteMore(nibbles, row[next], ref last); }
        nibbles.Add(End);
    }

    private static List<Change> ReadRow(List<byte> nibbles, ref int at, List<Change> reference)
    {
        var row = new List<Change>();
        bool hasTail = nibbles[at] == Tail;
        at += hasTail ? 1 : 0;
        int last = 0;
        foreach (Change expected in reference)
        {
            for (; nibbles[at] == More; ) { row.Add(ReadMore(nibbles, ref at, ref last)); }
            int op = nibbles[at++];
            if (op == None) { continue; }
            int offset = op - Reach;
            if (op == Far)
            {
                int number = Number(nibbles, ref at);
                offset = (number & 1) != 0 ? -(number + 1) / 2 : number / 2;
            }
            last = expected.At + offset;
            row.Add(new Change(last, expected.Label));
        }
        while (hasTail && nibbles[at] == More) { row.Add(ReadMore(nibbles, ref at, ref last)); }
        at += hasTail ? 1 : 0;
        return row;
    }

    private static void WriteMore(List<byte> ops, Change change, ref int last)
    {
        ops.Add(More);
        Number(ops, change.At - last);
        Number(ops, change.Label);
        last = change.At;
    }

    private static Change ReadMore(List<byte> nibbles, ref int at, ref int last)
    {
        at++;
        last += Number(nibbles, ref at);
        return new Change(last, (byte)Number(nibbles, ref at));
    }

    private static void Flush(List<byte> nibbles, ref int same)
    {
        if (same == 0) { return; }
        nibbles.Add(Same);
        Number(nibbles, same);
        same = 0;
    }

    private static List<Change> Reference(List<List<Change>> rows, int r, int height, bool fromSlice)
    {
        int reference = r - (fromSlice && r >= height ? height : 1);
        return reference < 0 ? [] : rows[reference];
    }

    private static List<Change> Changes(ReadOnlySpan<byte> row)
    {
        var changes = new List<Change>();
        byte label = 0;
        for (int x = 0; x < row.Length; x++)
        {
            if (row[x] != label) { changes.Add(new Change(x, label = row[x])); }
        }
        return changes;
    }

    /// <summary>Three bits a nibble, least significant first, the top bit set on all but the last.</summary>
    private static void Number(List<byte> nibbles, int value)
    {
        for (; value > 7; value >>= 3) { nibbles.Add((byte)(8 | (value & 7))); }
        nibbles.Add((byte)value);
    }

    private static int Number(List<byte> nibbles, ref int at)
    {
        int value = 0;
        for (int shift = 0; ; shift += 3)
        {
            byte nibble = nibbles[at++];
            value |= (nibble & 7) << shift;
            if (nibble < 8) { return value; }
        }
    }
}
