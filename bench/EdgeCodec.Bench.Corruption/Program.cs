using System.Globalization;
using EdgeCodec;
using EdgeCodec.Bench.Corruption;
using EdgeCodec.Tests;

// Damages right streams in every way there is on a line, and wants each reported. Exit status: 0 all were, 1 not, 2 wrong usage.
int count = 100_000;
ulong seed = 1;
var models = new List<string>();
for (int i = 0; i < args.Length; i += 2)
{
    string value = i + 1 < args.Length ? args[i + 1] : "";
    bool isRight = args[i] switch
    {
        "--streams" => int.TryParse(value, CultureInfo.InvariantCulture, out count) && count > 0,
        "--seed" => ulong.TryParse(value, CultureInfo.InvariantCulture, out seed),
        "--model" => File.Exists(value),
        _ => false,
    };
    if (!isRight)
    {
        Console.Error.WriteLine("usage: corruption [--streams N] [--seed N] [--model FILE.ecm]...");
        return 2;
    }
    if (args[i] == "--model")
    {
        models.Add(value);
    }
}

var random = new SplitMix(seed);
var pool = new StreamPool([.. models], 40, random);
var tallies = Damage.Kinds.ToDictionary(kind => kind.Name, _ => new SortedDictionary<EdgeCodecStatus, int>());
var agreement = new CheckAgreement();
int undetected = 0;
for (int done = 0; done < count;)
{
    (string name, bool needsUnits, bool isNoise, Damage.Kind apply) = Damage.Kinds[done % Damage.Kinds.Length];
    WholeStream whole = needsUnits ? pool.AnySequence(random) : pool.Any(random);
    byte[] damaged = apply(whole, pool, random);
    if (damaged.AsSpan().SequenceEqual(whole.Bytes))
    {
        continue;
    }
    EdgeCodecStatus status = Read(damaged, whole.Model);
    tallies[name][status] = tallies[name].GetValueOrDefault(status) + 1;
    if (status == EdgeCodecStatus.Ok)
    {
        undetected++;
        Console.WriteLine($"not reported: {name}: {Convert.ToHexStringLower(damaged)}");
    }
    if (isNoise)
    {
        agreement.Add(damaged, whole);
    }
    done++;
}

double expected = count / Math.Pow(2, 32);
Console.WriteLine($"{count} damaged streams, made of {pool.Count} of {pool.Models.Count} models; seed {seed}");
foreach ((string name, SortedDictionary<EdgeCodecStatus, int> tally) in tallies)
{
    Console.WriteLine($"  {name,-40} {tally.Values.Sum(),6}  {string.Join(", ", tally.Select(t => $"{t.Key} {t.Value}"))}");
}
Console.WriteLine(FormattableString.Invariant($"not reported: {undetected}; expected at most {expected:e1}, 2^-32 of them, for CRC-32C of damage without pattern"));
Console.WriteLine(FormattableString.Invariant(
    $"low 8 bits of the check agree in {agreement.Agreed} of {agreement.Checked} pictures damaged by noise; expected {agreement.Expected:f0}, {agreement.Deviation:f1} standard deviations off"));
return undetected == 0 && Math.Abs(agreement.Deviation) < 5 ? 0 : 1;

static EdgeCodecStatus Read(byte[] stream, EdgeModel model)
{
    try
    {
        StreamDecoder.DecodeAll(stream, model);
        return EdgeCodecStatus.Ok;
    }
    catch (EdgeCodecException e)
    {
        return e.Status;
    }
}
