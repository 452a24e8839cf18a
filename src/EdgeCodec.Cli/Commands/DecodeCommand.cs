using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCodec.Cli.Pictures;

namespace EdgeCodec.Cli.Commands;

/// <summary>`edgecodec decode`: stream to the feature map of g.</summary>
internal static class DecodeCommand
{
    public static Command Create()
    {
        var stream = new Argument<string>("STREAM") { Description = "stream (.ecs)" };
        var output = Shared.Output("grey PNG of the feature map at grid size: 0 black, 1 white");
        var model = Shared.Model(required: false);
        var provider = Shared.Provider();
        var json = Shared.Json();
        var command = new Command("decode", "Decodes a stream into the feature map that segmentors read.") { stream, output, model, provider, json };
        command.SetAction(parsed =>
        {
            OutputFile.Check(parsed.GetValue(output), parsed.GetValue(stream));
            OutputFile.CheckExtension(parsed.GetValue(output), ".png");
            byte[] bytes = InputFile.ReadStream(parsed.GetValue(stream)!);
            ModelFolder folder = ModelFinder.For(bytes, parsed.GetValue(model), parsed.GetValue(stream)!);
            DecodedStream decoded = InputFile.Named(parsed.GetValue(stream)!, () => StreamDecoder.Decode(bytes, Shared.Edge(folder)));
            using var decoder = new FeatureDecoder(folder, parsed.GetValue(provider)!);
            FeatureMap map = decoder.Decode([decoded])[0];
            OutputFile.Write(parsed.GetValue(output)!, PictureWriter.Png(FeatureMapPicture.Grey(map), map.Width, map.Height * map.Depth, 1));
            if (parsed.GetValue(json))
            {
                Shared.Print(new JsonObject
                {
                    ["file"] = parsed.GetValue(output), ["model"] = folder.Name, ["depth"] = map.Depth, ["height"] = map.Height, ["width"] = map.Width,
                });
            }
            else { Console.Out.WriteLine($"{parsed.GetValue(output)}: map of {map.Width}x{map.Height} from {bytes.Length} bytes"); }
            return 0;
        });
        return command;
    }
}
