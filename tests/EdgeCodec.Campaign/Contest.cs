using System.Diagnostics;
using System.Security.Cryptography;

namespace EdgeCodec.Campaign;

/// <summary>All engines over the same inputs; the C# reference says what is right.</summary>
internal sealed class Contest : IDisposable
{
    private const int MostReported = 20;

    private readonly List<IContestant> _contestants = [new EngineContestant(null)];
    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<string> _counts = [];

    public Contest(string[] programs)
    {
        _contestants.AddRange(NativeKernels.All().Select(kernel => new EngineContestant(kernel)));
        _contestants.AddRange(programs.Select(program => new PipeContestant(program)));
    }

    public IEnumerable<string> Names => _contestants.Select(c => c.Name);

    /// <summary>Streams that were not the reference's.</summary>
    public int Differences { get; private set; }

    /// <summary>One line; the digest lets campaigns on different machines be compared.</summary>
    public string Summary =>
        $"{string.Join(" and ", _counts)} through {_contestants.Count} encoders ({string.Join(", ", Names)}): "
        + (Differences == 0 ? "every stream identical" : $"{Differences} streams differ")
        + $"; SHA-256 of all streams {Convert.ToHexStringLower(_digest.GetCurrentHash())[..16]}";

    public void Run(string what, IEnumerable<Job> jobs)
    {
        int count = 0;
        var clock = Stopwatch.StartNew();
        foreach (Job job in jobs)
        {
            RunOne(job);
            if (++count % 500 == 0) { Console.Error.WriteLine($"{count} {what}, {clock.Elapsed.TotalSeconds:0} s"); }
        }
        _counts.Add($"{count} {what}");
    }

    public void Dispose()
    {
        _contestants.ForEach(c => c.Dispose());
        _digest.Dispose();
    }

    private void RunOne(Job job)
    {
        // Other processes first: they work while this one does.
        foreach (IContestant contestant in Enumerable.Reverse(_contestants)) { contestant.Begin(job); }
        byte[] expected = [];
        foreach (IContestant contestant in _contestants)
        {
            byte[] stream = contestant.End();
            if (contestant == _contestants[0])
            {
                expected = stream;
                _digest.AppendData(stream);
            }
            else if (!stream.AsSpan().SequenceEqual(expected) && ++Differences <= MostReported)
            {
                Console.WriteLine($"{job.Name}: {contestant.Name} wrote {stream.Length} bytes that are not the reference's {expected.Length}");
            }
        }
    }
}
