using System.CommandLine;
using System.Text.Json;
using EdgeCodec;
using EdgeCodec.Bench.Edge;
using EdgeCodec.Cli;

var model = new Option<string>("--model") { Description = "edge model of RGB pictures", DefaultValueFactory = _ => "models/isic2017/edge.ecm" };
var shim = new Option<string>("--shim") { Description = "libedge_peers.so", Required = true };
var photographs = new Option<string>("--photographs") { Description = "folder of native photographs; drawn pictures stand in for it", Required = true };
var rounds = new Option<int>("--rounds") { Description = "rounds of everything, medians of which are reported", DefaultValueFactory = _ => 40 };
var encodes = new Option<int>("--encodes") { Description = "encodes for the 99th percentile", DefaultValueFactory = _ => 10_000 };
var json = new Option<bool>("--json") { Description = "print one JSON object on standard output" };
var output = new Option<string?>("--out") { Description = "folder for edge.json, edge.txt and the curves' points" };
var root = new RootCommand("The edge engine against its peers, on one core, in one run.") { model, shim, photographs, rounds, encodes, json, output };
root.SetAction(parsed =>
{
    Peers.Open(parsed.GetValue(shim)!, parsed.GetValue(model)!);
    var run = new EdgeRun(EdgeModel.Parse(File.ReadAllBytes(parsed.GetValue(model)!)));
    run.Run(Photograph.ReadAll(parsed.GetValue(photographs)!), parsed.GetValue(rounds), parsed.GetValue(encodes));
    string table = Report.Table(run);
    string document = Report.Json(run).ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";
    if (parsed.GetValue(output) is string folder) { Report.Write(run, folder, table, document); }
    Console.Out.Write(parsed.GetValue(json) ? document : table);
    return 0;
});
return CommandProgram.Run("edge", root, args, e => e is InvalidOperationException);
