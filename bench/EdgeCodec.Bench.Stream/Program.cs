using System.CommandLine;
using System.Text.Json;
using EdgeCodec;
using EdgeCodec.Bench.Streams;
using EdgeCodec.Cli;
using EdgeCodec.Cli.Evaluation;
using EdgeCodec.Cli.Pictures;

var model = new Option<string>("--model", "-m") { Description = "coded model: folder, or a name under models/", DefaultValueFactory = _ => "isic2017" };
var data = new Option<string?>("--data") { Description = "data set: images/, masks/<id>_segmentation.png, splits.csv (default: drawn phantoms)" };
var split = new Option<string?>("--split") { Description = "only this split of splits.csv (default: all pictures)" };
var limit = new Option<int?>("--limit") { Description = "only the first N pictures (default: all; of phantoms 64)" };
var json = new Option<bool>("--json") { Description = "print one JSON object on standard output" };
var root = new RootCommand("Bytes of the container, payload against the ideal code length, and the entropy coder's speed on one thread.")
{
    model, data, split, limit, json,
};
root.SetAction(parsed =>
{
    ModelFolder folder = ModelFolder.Open(parsed.GetValue(model)!);
    EdgeModel edge = folder.Edge ?? throw new InputException($"{folder.Path}: has no edge.ecm; it is an uncompressed reference, which has no streams");
    string? set = parsed.GetValue(data);
    IEnumerable<Picture> pictures = set is not null
        ? DataFolder.List(set, parsed.GetValue(split), parsed.GetValue(limit)).Select(item => PictureReader.Read(item.ImagePath, edge.Grid.Channels))
        : Enumerable.Range(0, parsed.GetValue(limit) ?? 64).Select(seed => Phantom.Draw(512, seed).Photograph);
    var measurement = new StreamMeasurement(edge);
    foreach (Picture picture in pictures)
    {
        measurement.Add(picture.View);
    }
    StreamFigures figures = measurement.Finish();
    string source = set is null ? "drawn phantoms" : Path.GetFileName(Path.TrimEndingDirectorySeparator(set)) + (parsed.GetValue(split) is string part ? ", " + part : "");
    Console.Out.Write(parsed.GetValue(json)
        ? figures.ToJson(folder.Name, source).ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n"
        : figures.ToTable(folder.Name, source));
    return 0;
});
return CommandProgram.Run("stream", root, args);
