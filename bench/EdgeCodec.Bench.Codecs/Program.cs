using System.CommandLine;
using System.Text.Json;
using EdgeCodec;
using EdgeCodec.Bench.Codecs;
using EdgeCodec.PictureCodecs;
using EdgeCodec.Cli;
using EdgeCodec.Cli.Evaluation;

var plain = new Option<string>("--plain") { Description = "uncompressed reference: folder, or a name under models/", DefaultValueFactory = _ => "isic2017-plain" };
var model = new Option<string>("--model", "-m") { Description = "coded model to compare with: folder, or a name under models/", DefaultValueFactory = _ => "isic2017" };
var withoutModel = new Option<bool>("--without-model") { Description = "compare the picture codecs alone" };
var data = new Option<string>("--data") { Description = "data set: images/, masks/<id>_segmentation.png, splits.csv", Required = true };
var split = new Option<string?>("--split") { Description = "only this split of splits.csv (default: all pictures)" };
var limit = new Option<int?>("--limit") { Description = "only the first N pictures" };
var provider = new Option<string>("--provider") { Description = "where the networks run: cpu, cuda or directml", DefaultValueFactory = _ => "cpu" };
var json = new Option<bool>("--json") { Description = "print one JSON object on standard output" };
var root = new RootCommand("Sends the same photographs as JPEG, WebP, JPEG 2000 and EdgeCodec, and compares what can be segmented from them.")
{
    plain, model, withoutModel, data, split, limit, provider, json,
};
root.SetAction(parsed =>
{
    IReadOnlyList<DataItem> items = DataFolder.List(parsed.GetValue(data)!, parsed.GetValue(split), parsed.GetValue(limit));
    ModelFolder? coded = parsed.GetValue(withoutModel) ? null : ModelFolder.Open(parsed.GetValue(model)!);
    using var comparison = new CodecComparison(ModelFolder.Open(parsed.GetValue(plain)!), coded, parsed.GetValue(provider)!, CodecComparison.Peers);
    for (int i = 0; i < items.Count; i++)
    {
        comparison.Run(items[i]);
        if ((i + 1) % 20 == 0) { Console.Error.WriteLine($"{i + 1} of {items.Count} pictures"); }
    }
    Console.Out.Write(parsed.GetValue(json)
        ? Report.Json(comparison, parsed.GetValue(split)).ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n"
        : Report.Table(comparison));
    return 0;
});
return CommandProgram.Run("codecs", root, args, e => e is ImageMagick.MagickException);
