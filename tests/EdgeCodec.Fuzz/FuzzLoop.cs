using System.Diagnostics;
using System.Runtime.InteropServices;

namespace EdgeCodec.Fuzz;

/// <summary>Mutates, runs, watches, and keeps what reached something new.</summary>
internal sealed class FuzzLoop(FuzzTarget target, Coverage coverage, Findings findings, SplitMixSource random)
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Stuck = TimeSpan.FromSeconds(60);

    private readonly List<byte[]> _corpus = [];
    private readonly List<byte> _input = [];
    private readonly Mutator _mutator = new(random);
    private long _executions;
    private long _started;
    private long _mostAllocated;

    /// <summary>Inputs that broke a promise.</summary>
    public int FindingCount { get; private set; }

    /// <summary>Runs the seeds, then mutations of what reached something new.</summary>
    /// <param name="vectors">Folder of the vectors.</param>
    /// <param name="time">How long.</param>
    /// <param name="executions">How often at most.</param>
    /// <param name="corpusFolder">Where to keep the corpus; nowhere if empty.</param>
    public void Run(string vectors, TimeSpan time, long executions, string corpusFolder)
    {
        coverage.Reset();
        string lastInput = Path.Combine(findings.Folder, $"{target.Name}.last");
        using var last = new LastInput(lastInput, target.MaxBytes);
        using var watchdog = new Timer(_ => FailIfStuck(), null, Stuck, Stuck / 4);
        Seed(vectors, last);
        int seeds = _corpus.Count;
        TimeSpan before = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        TimeSpan report = TimeSpan.FromMinutes(1);
        while (_executions < executions && clock.Elapsed < time)
        {
            Step(last);
            if (clock.Elapsed > report)
            {
                Report(seeds, clock.Elapsed, Environment.CpuUsage.TotalTime - before, "...");
                report += TimeSpan.FromMinutes(1);
            }
        }
        Report(seeds, clock.Elapsed, Environment.CpuUsage.TotalTime - before, "");
        if (corpusFolder.Length > 0)
        {
            Keep(Directory.CreateDirectory(Path.Combine(corpusFolder, target.Name)).FullName);
        }
        File.Delete(lastInput);
    }

    private void Seed(string vectors, LastInput last)
    {
        foreach (byte[] seed in target.Load(vectors))
        {
            if (seed.Length <= target.MaxBytes)
            {
                // The first run of anything allocates what stays.
                target.Run(seed);
                coverage.Clear();
                Execute(seed, last);
                coverage.IsNew();
                _corpus.Add(seed);
            }
        }
    }

    private void Step(LastInput last)
    {
        // The newest quarter has what was found last: half of the time is spent there.
        int quarter = random.OneIn(2) ? Math.Max(1, _corpus.Count / 4) : _corpus.Count;
        CollectionsMarshal.SetCount(_input, 0);
        _input.AddRange(_corpus[^(1 + random.Below(quarter))]);
        _mutator.Mutate(_input, _corpus[random.Below(_corpus.Count)], target.MaxBytes);
        target.Repair(_input, random);
        ReadOnlySpan<byte> input = CollectionsMarshal.AsSpan(_input);
        if (input.Length > target.MaxBytes)
        {
            return;
        }
        coverage.Clear();
        Execute(input, last);
        if (coverage.IsNew())
        {
            _corpus.Add(input.ToArray());
        }
    }

    private void Execute(ReadOnlySpan<byte> input, LastInput last)
    {
        last.Set(input);
        _executions++;
        long start = Stopwatch.GetTimestamp();
        Interlocked.Exchange(ref _started, start);
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            target.Run(input);
        }
        catch (Exception e)
        {
            Find(input, e.ToString());
        }
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Interlocked.Exchange(ref _started, 0);
        _mostAllocated = Math.Max(_mostAllocated, allocated);
        if (allocated > target.AllocationBound(input.Length))
        {
            Find(input, $"allocated {allocated} bytes for an input of {input.Length}, expected at most {target.AllocationBound(input.Length)}");
        }
        if (Stopwatch.GetElapsedTime(start) > Hang && IsSlow(input))
        {
            Find(input, $"took more than {Hang.TotalSeconds} s, twice");
        }
    }

    /// <summary>A second run, so that a busy machine is not taken for a slow decoder.</summary>
    private bool IsSlow(ReadOnlySpan<byte> input)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        try
        {
            target.Run(input);
        }
        catch (Exception)
        {
            // What it throws was found before; here it is the time that counts.
        }
        return Environment.CpuUsage.TotalTime - before > Hang;
    }

    private void Find(ReadOnlySpan<byte> input, string what)
    {
        FindingCount++;
        findings.Add(target.Name, input, what);
    }

    private void FailIfStuck()
    {
        long started = Interlocked.Read(ref _started);
        if (started != 0 && Stopwatch.GetElapsedTime(started) > Stuck)
        {
            Environment.FailFast($"{target.Name}: stuck for {Stuck.TotalSeconds} s; the input is in {findings.Folder}");
        }
    }

    private void Report(int seeds, TimeSpan time, TimeSpan processor, string more) => Console.WriteLine(FormattableString.Invariant(
        $"{target.Name}: {_executions} executions in {time.TotalSeconds:f0} s, {processor.TotalSeconds:f0} s of processor time ({_executions / processor.TotalSeconds:f0}/s), {seeds} seeds, {_corpus.Count - seeds} kept, {coverage.Edges} edges, most allocated {_mostAllocated} bytes, {FindingCount} findings{more}"));

    private void Keep(string folder)
    {
        for (int i = 0; i < _corpus.Count; i++)
        {
            File.WriteAllBytes(Path.Combine(folder, $"{i:00000}"), _corpus[i]);
        }
    }
}
