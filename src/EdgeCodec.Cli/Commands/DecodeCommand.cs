using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCodec.Cli.Pictures;

namespace EdgeCodec.Cli.Commands;

/// <summary>`edgecodec decode`: stream to the feature maps of g.</summary>
internal static class DecodeCommand
{
    public static Command Create()
    {
        var stream = new Argument<string>("STREAM") { Description = "stream (.ecs)" };
        var output = Shared.Output("grey PNG of the feature map at grid size: 0 black, 1 white; of several units NAME-1.png, NAME-2.png, ... (NAME-01.png from ten on), none of which may be there");
        var model = Shared.Model(required: false);
        var partial = Shared.Partial();
        var provider = Shared.Provider();
        var json = Shared.Json();
        var command = new Command("decode", "Decodes a stream into the feature map that segmentors read.") { stream, output, model, partial, provider, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(stream)!, target = parsed.GetValue(output)!;
            OutputFile.Check(target, path);
            OutputFile.CheckExtension(target, ".png");
            byte[] bytes = InputFile.ReadStream(path);
            var options = new StreamReadOptions { Partial = parsed.GetValue(partial) };
            ModelFolder folder = ModelFinder.For(bytes, parsed.GetValue(model), path, options);
            DecodedStream decoded = Shared.Decode(path, bytes, Shared.Edge(folder), options);
            string[] names = OutputFile.Numbered(target, decoded.Units.Count);
            using var decoder = new FeatureDecoder(folder, parsed.GetValue(provider)!);
            var files = new JsonArray();
            FeatureMap? map = null;
            for (int i = 0; i < decoded.Units.Count; i++)
            {
                map = decoder.Decode([decoded.Units[i]])[0];
                OutputFile.Write(names[i], PictureWriter.Png(FeatureMapPicture.Grey(map), map.Width, map.Height * map.Depth, 1));
                files.Add(names[i]);
            }
            Shared.WarnOfParts(decoded, path);
            if (parsed.GetValue(json))
            {
                Shared.Print(new JsonObject
                {
                    ["file"] = target, ["files"] = files, ["model"] = folder.Name, ["depth"] = map?.Depth, ["height"] = map?.Height, ["width"] = map?.Width,
                    ["partial"] = decoded.Error is not null,
                });
            }
            else { Console.Out.WriteLine($"{target}: {decoded.Units.Count} maps of {map?.Width}x{map?.Height} from {bytes.Length} bytes"); }
            return 0;
        });
        return command;
    }
}
