namespace EdgeCodec.Cli.Evaluation;

/// <summary>A set's index, splits.csv: columns of plain cells, `id` and `split` among them, a line for each picture.</summary>
internal sealed class SplitsFile
{
    private readonly string path;
    private readonly int id, split;
    private readonly Dictionary<string, string[]> cellsOf = [];

    private SplitsFile(string path, string[] columns)
    {
        this.path = path;
        Columns = columns;
        id = Array.IndexOf(columns, "id");
        split = Array.IndexOf(columns, "split");
        if (id < 0 || split < 0) { throw new InputException($"{path}: the first line must name the columns id and split"); }
    }

    public IReadOnlyList<string> Columns { get; }

    /// <summary>The pictures, in the lines' order.</summary>
    public List<string> Ids { get; } = [];

    /// <summary>Where the index of a set is, whether it is there or not.</summary>
    public static string In(string folder) => Path.Combine(folder, "splits.csv");

    /// <exception cref="InputException">The file is not there, or a line is not what it should be; the text says which.</exception>
    public static SplitsFile Read(string folder)
    {
        string path = In(folder);
        if (!File.Exists(path)) { throw new InputException($"{folder}: has no splits.csv"); }
        string[] lines = File.ReadAllLines(path);
        var file = new SplitsFile(path, lines.Length == 0 ? [] : lines[0].Split(','));
        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length > 0) { file.Add(lines[i], i + 1); }
        }
        return file;
    }

    public bool Has(string picture) => cellsOf.ContainsKey(picture);

    public string SplitOf(string picture) => cellsOf[picture][split];

    /// <summary>What a picture has in a column; empty where there is no such column.</summary>
    public string Cell(string picture, string column)
    {
        int at = Columns.ToList().IndexOf(column);
        return at < 0 ? "" : cellsOf[picture][at];
    }

    private void Add(string line, int number)
    {
        // Else an id with its quotes or spaces would be looked for among the files, or a split of one picture made of them.
        if (line.Contains('"')) { throw new InputException($"{path}: line {number} has a quotation mark; cells are plain, without any"); }
        string[] cells = line.Split(',');
        if (cells.Length != Columns.Count) { throw new InputException($"{path}: line {number} has {cells.Length} cells, the header {Columns.Count}"); }
        if (Array.Find(cells, cell => cell.Trim() != cell) is string cell) { throw new InputException($"{path}: line {number} has spaces around '{cell.Trim()}'; take them out"); }
        if (!cellsOf.TryAdd(cells[id], cells)) { throw new InputException($"{path}: line {number} names {cells[id]} again"); }
        Ids.Add(cells[id]);
    }
}
