using System.Buffers;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using EdgeCodec.Cli.Pictures;

namespace EdgeCodec.Cli.Commands;

/// <summary>`edgecodec encode`: pictures to one stream.</summary>
internal static class EncodeCommand
{
    public static Command Create()
    {
        var images = new Argument<string[]>("IMAGE")
        {
            Description = "photograph (JPEG, PNG, WebP, TIFF, PPM); 8 bits, RGB for an RGB model. Several become one stream, a unit each",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = Shared.Output("stream to write (.ecs)");
        var model = Shared.Model(required: true);
        var layers = new Option<int?>("--layers") { Description = "write only the first K layers" };
        var layerChecks = new Option<bool>("--layer-checks") { Description = "check each layer by itself (4 bytes each), so that --partial can use those before a cut" };
        var window = new Option<string?>("--window") { Description = "LOW,WIDTH of sample values, for a model that takes its window from the caller" };
        window.Validators.Add(Shared.CheckWindow);
        var metadata = new Option<string?>("--metadata") { Description = "text to carry along, at most 4096 bytes; not for patient data" };
        var json = Shared.Json();
        var command = new Command("encode", "Encodes pictures into a stream.") { images, output, model, layers, layerChecks, window, metadata, json };
        command.SetAction(parsed =>
        {
            string[] paths = parsed.GetValue(images)!;
            OutputFile.Check(parsed.GetValue(output), paths);
            ModelFolder folder = ModelFolder.Open(parsed.GetValue(model)!);
            EdgeModel edge = Shared.Edge(folder);
            var options = new EncodeOptions
            {
                Layers = parsed.GetValue(layers),
                LayerChecks = parsed.GetValue(layerChecks),
                Window = Shared.ParseWindow(parsed.GetValue(window)),
                Metadata = parsed.GetValue(metadata) is string text ? new StreamMetadata(Encoding.UTF8.GetBytes(text)) : null,
            };
            EncodedFile file = paths.Length == 1 ? One(paths[0], edge, options) : Several(paths, edge, options);
            OutputFile.Write(parsed.GetValue(output)!, file.Stream);
            double bpp = 8.0 * file.Stream.Length / edge.Grid.Size.Volume / paths.Length;
            if (parsed.GetValue(json))
            {
                Shared.Print(new JsonObject
                {
                    ["file"] = parsed.GetValue(output),
                    ["model"] = folder.Name,
                    ["images"] = paths.Length,
                    ["width"] = file.Width,
                    ["height"] = file.Height,
                    ["file_bytes"] = file.Stream.Length,
                    ["bpp"] = Shared.Number(bpp),
                    ["encode_ms"] = Shared.Number(file.Milliseconds),
                });
            }
            else
            {
                string what = paths.Length == 1 ? $"{file.Width}x{file.Height}" : $"{paths.Length} pictures";
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{parsed.GetValue(output)}: {what} in {file.Stream.Length} bytes ({bpp:F4} bpp of the grid), {file.Milliseconds:F1} ms"));
            }
            return 0;
        });
        return command;
    }

    /// <param name="Stream">All of it.</param>
    /// <param name="Width">Of the last picture.</param>
    /// <param name="Height">Of the last picture.</param>
    /// <param name="Milliseconds">From pixels to bytes, all pictures.</param>
    private sealed record EncodedFile(byte[] Stream, int Width, int Height, double Milliseconds);

    private static EncodedFile One(string path, EdgeModel edge, EncodeOptions options)
    {
        Picture picture = PictureReader.Read(path, edge.Grid.Channels);
        var encoder = new Encoder(edge);
        var clock = Stopwatch.StartNew();
        byte[] stream = InputFile.Named(path, () => encoder.Encode(picture.View, options));
        return new EncodedFile(stream, picture.Width, picture.Height, clock.Elapsed.TotalMilliseconds);
    }

    private static EncodedFile Several(string[] paths, EdgeModel edge, EncodeOptions options)
    {
        var encoder = new Encoder(edge);
        var stream = new ArrayBufferWriter<byte>();
        var writer = new SequenceWriter(edge, stream);
        var clock = new Stopwatch();
        Picture? picture = null;
        foreach (string path in paths)
        {
            picture = PictureReader.Read(path, edge.Grid.Channels);
            clock.Start();
            InputFile.Named(path, () =>
            {
                encoder.Encode(picture.View, writer, options);
                return picture;
            });
            clock.Stop();
        }
        writer.End();
        return new EncodedFile(stream.WrittenSpan.ToArray(), picture!.Width, picture.Height, clock.Elapsed.TotalMilliseconds);
    }
}
