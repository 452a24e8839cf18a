using System.Globalization;
using System.Text.Json;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using EdgeCodec;
using EdgeCodec.Bench.Managed;

if (args is not ([] or ["--json"]))
{
    Console.Error.WriteLine("usage: ./build.sh bench managed [--json]");
    return 2;
}
// In this process: a project of BenchmarkDotNet's own making would not be built as the rest is.
IConfig config = ManualConfig.CreateEmpty()
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
    .AddDiagnoser(BenchmarkDotNet.Diagnosers.MemoryDiagnoser.Default)
    .AddColumnProvider(BenchmarkDotNet.Columns.DefaultColumnProviders.Instance)
    .AddLogger(NullLogger.Instance)
    .WithArtifactsPath("artifacts/bench/managed");
Summary summary = BenchmarkRunner.Run<EntropyBenchmarks>(config);
EdgeModel model = EdgeModel.Parse(File.ReadAllBytes(Path.Combine(EntropyBenchmarks.Model, "edge.ecm")));
var rows = summary.Reports.Where(r => r.ResultStatistics is not null).Select(r => new
{
    name = r.BenchmarkCase.Descriptor.WorkloadMethod.Name,
    median_us = Math.Round(r.ResultStatistics!.Median / 1000, 2),
    mbin_per_s = Math.Round(1000 * model.Latent.BitCount / r.ResultStatistics.Median, 2),
    allocated_bytes = r.GcStats.GetBytesAllocatedPerOperation(r.BenchmarkCase) ?? 0,
}).ToList();
if (rows.Count == 0)
{
    Console.Error.WriteLine("BenchmarkDotNet measured nothing");
    return 1;
}
if (args.Length > 0)
{
    Console.WriteLine(JsonSerializer.Serialize(new { bins = model.Latent.BitCount, benchmarks = rows }));
    return 0;
}
Console.WriteLine($"{model.Latent.BitCount} bins a stream, just-in-time compiled, one thread");
Console.WriteLine($"{"",-16} {"median us",10} {"Mbin/s",8} {"allocated",10}");
foreach (var row in rows)
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.name,-16} {row.median_us,10:0.0} {row.mbin_per_s,8:0.00} {row.allocated_bytes,10}"));
}
return 0;
