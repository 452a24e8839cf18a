using System.CommandLine;
using System.Text.Json;
using EdgeCodec;
using EdgeCodec.Bench.LabelMaps;
using EdgeCodec.Cli;
using EdgeCodec.Cli.Pictures;

var data = new Option<string[]>("--data")
{
    Description = "data sets: folders with masks/ (and images/, splits.csv) or labels/*.nii.gz", Required = true, AllowMultipleArgumentsPerToken = true,
};
var split = new Option<string?>("--split") { Description = "of sets with masks/, only this split" };
var limit = new Option<int?>("--limit") { Description = "only the first N maps of each set" };
var json = new Option<bool>("--json") { Description = "print one JSON object on standard output" };
var root = new RootCommand("Sends the same label maps as PNG, CCITT G4, LZ4, deflate and EdgeCodec, and compares bytes.") { data, split, limit, json };
root.SetAction(parsed =>
{
    List<LabelComparison> sets = [];
    foreach (string folder in parsed.GetValue(data)!)
    {
        var set = new LabelComparison(new DirectoryInfo(folder).Name, LabelComparison.Peers);
        foreach (LabelVolume volume in LabelSets.Read(folder, parsed.GetValue(split), parsed.GetValue(limit)))
        {
            set.Run(volume);
            if (set.Maps % 20 == 0) { Console.Error.WriteLine($"{set.Name}: {set.Maps} maps"); }
        }
        if (set.Maps == 0) { throw new InputException($"{folder}: has no label maps"); }
        sets.Add(set);
    }
    Console.Out.Write(parsed.GetValue(json)
        ? LabelReport.Json(sets).ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n"
        : LabelReport.Table(sets));
    return 0;
});
return CommandProgram.Run("labelmaps", root, args, e => e is System.ComponentModel.Win32Exception or ImageMagick.MagickException);
