using System.CommandLine;
using System.Text.Json.Nodes;

namespace EdgeCodec.Cli.Commands;

/// <summary>`edgecodec trim`: re-seals a stream to fewer layers, without the picture.</summary>
internal static class TrimCommand
{
    public static Command Create()
    {
        var stream = new Argument<string>("STREAM") { Description = "stream (.ecs)" };
        var layers = new Option<int>("--layers") { Description = "keep only the first K layers", Required = true };
        var output = new Option<string?>("--output", "-o") { Description = "stream to write (default: STREAM itself is replaced)" };
        var model = Shared.Model(required: false);
        var json = Shared.Json();
        var command = new Command("trim", "Re-seals a stream to fewer layers; needs the model's edge.ecm, not the picture.") { stream, layers, output, model, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(stream)!;
            string target = parsed.GetValue(output) ?? path;
            OutputFile.Check(target);
            OutputFile.CheckExtension(parsed.GetValue(output), ".ecs");
            byte[] bytes = InputFile.ReadStream(path);
            ModelFolder folder = ModelFinder.For(bytes, parsed.GetValue(model), path);
            byte[] trimmed = InputFile.Named(path, () => StreamTrimmer.Trim(bytes, Shared.Edge(folder), parsed.GetValue(layers)));
            OutputFile.Write(target, trimmed);
            if (parsed.GetValue(json))
            {
                Shared.Print(new JsonObject
                {
                    ["file"] = target, ["model"] = folder.Name, ["layers"] = parsed.GetValue(layers),
                    ["file_bytes"] = trimmed.Length, ["file_bytes_before"] = bytes.Length,
                });
            }
            else { Console.Out.WriteLine($"{target}: {parsed.GetValue(layers)} layers in {trimmed.Length} bytes, before {bytes.Length}"); }
            return 0;
        });
        return command;
    }
}
