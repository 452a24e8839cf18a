using System.Globalization;
using EdgeCodec.Fuzz;

FuzzTarget[] targets = [new StreamTarget(), new EntropyTarget(), new ModelTarget(), new LabelMapTarget(), new RoundTripTarget()];
string usage = $"""
    usage: EdgeCodec.Fuzz TARGET --vectors FOLDER --findings FOLDER [--seconds S] [--executions N] [--seed N] [--corpus FOLDER]

    Coverage-guided fuzzing in one process: EdgeCodec.dll is instrumented by SharpFuzz, inputs that reach something new
    are kept and mutated again, with their checks made right. TARGET is one of these, or all:

    {string.Join("\n", targets.Select(target => $"  {target.Name,-10} {target.About}"))}

    An input that crashes, breaks a promise, takes more than a second or allocates more than the target's bound is written to
    the findings' folder. --corpus keeps what reached something new. Exit status: 0 no findings, 1 findings, 2 wrong usage.
    """;
var options = new Dictionary<string, string> { ["--seconds"] = "60", ["--executions"] = long.MaxValue.ToString(CultureInfo.InvariantCulture), ["--seed"] = "1", ["--corpus"] = "" };
for (int i = 1; i + 1 < args.Length; i += 2)
{
    options[args[i]] = args[i + 1];
}
FuzzTarget[] chosen = [.. targets.Where(target => args.Length > 0 && args[0] is "all" || args.Length > 0 && args[0] == target.Name)];
if (chosen.Length == 0 || args.Length % 2 == 0 || options.Count != 6 || !options.TryGetValue("--vectors", out string? vectors) || !options.TryGetValue("--findings", out string? findings))
{
    Console.Error.WriteLine(usage);
    return 2;
}
if (!Instrumentation.IsActive)
{
    return Instrumentation.RunInstrumented(args);
}
var coverage = new Coverage();
int failed = 0;
foreach (FuzzTarget target in chosen)
{
    var loop = new FuzzLoop(target, coverage, new Findings(findings), new SplitMixSource(ulong.Parse(options["--seed"], CultureInfo.InvariantCulture)));
    loop.Run(
        vectors, TimeSpan.FromSeconds(double.Parse(options["--seconds"], CultureInfo.InvariantCulture) / chosen.Length),
        long.Parse(options["--executions"], CultureInfo.InvariantCulture), options["--corpus"]);
    failed += loop.FindingCount > 0 ? 1 : 0;
}
Console.WriteLine($"{chosen.Length - failed} targets without findings, {failed} with");
return failed == 0 ? 0 : 1;
