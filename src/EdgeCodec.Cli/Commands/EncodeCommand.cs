using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using EdgeCodec.Cli.Pictures;

namespace EdgeCodec.Cli.Commands;

/// <summary>`edgecodec encode`: picture to stream.</summary>
internal static class EncodeCommand
{
    public static Command Create()
    {
        var image = new Argument<string>("IMAGE") { Description = "photograph (JPEG, PNG, WebP, TIFF, PPM); 8 bits, RGB for an RGB model" };
        var output = Shared.Output("stream to write (.ecs)");
        var model = Shared.Model(required: true);
        var layers = new Option<int?>("--layers") { Description = "write only the first K layers" };
        var window = new Option<string?>("--window") { Description = "LOW,WIDTH of sample values, for a model that takes its window from the caller" };
        window.Validators.Add(Shared.CheckWindow);
        var json = Shared.Json();
        var command = new Command("encode", "Encodes a picture into a stream.") { image, output, model, layers, window, json };
        command.SetAction(parsed =>
        {
            OutputFile.Check(parsed.GetValue(output), parsed.GetValue(image));
            ModelFolder folder = ModelFolder.Open(parsed.GetValue(model)!);
            EdgeModel edge = Shared.Edge(folder);
            Picture picture = PictureReader.Read(parsed.GetValue(image)!, edge.Grid.Channels);
            var options = new EncodeOptions { Layers = parsed.GetValue(layers), Window = Shared.ParseWindow(parsed.GetValue(window)) };
            var encoder = new Encoder(edge);
            var clock = Stopwatch.StartNew();
            byte[] stream = InputFile.Named(parsed.GetValue(image)!, () => encoder.Encode(picture.View, options));
            double milliseconds = clock.Elapsed.TotalMilliseconds;
            OutputFile.Write(parsed.GetValue(output)!, stream);
            double bpp = 8.0 * stream.Length / edge.Grid.Size.Volume;
            if (parsed.GetValue(json))
            {
                Shared.Print(new JsonObject
                {
                    ["file"] = parsed.GetValue(output),
                    ["model"] = folder.Name,
                    ["width"] = picture.Width,
                    ["height"] = picture.Height,
                    ["file_bytes"] = stream.Length,
                    ["bpp"] = Shared.Number(bpp),
                    ["encode_ms"] = Shared.Number(milliseconds),
                });
            }
            else
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{parsed.GetValue(output)}: {picture.Width}x{picture.Height} in {stream.Length} bytes ({bpp:F4} bpp of the grid), {milliseconds:F1} ms"));
            }
            return 0;
        });
        return command;
    }
}
