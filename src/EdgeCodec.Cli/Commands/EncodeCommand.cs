using System.Buffers;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using EdgeCodec.Cli.Pictures;

namespace EdgeCodec.Cli.Commands;

/// <summary>`edgecodec encode`: pictures to one stream, or to a folder of streams.</summary>
internal static class EncodeCommand
{
    public static Command Create()
    {
        var images = new Argument<string[]>("IMAGE")
        {
            Description = "photograph (JPEG, PNG, WebP, TIFF, GIF, PPM, PGM); 8 bits, RGB for an RGB model. Several become one stream, a unit each, or a file each in a folder",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = Shared.Output("stream to write (.ecs); or a folder that is there, for a file of its own for each picture, IMAGE's name with .ecs");
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
            string target = parsed.GetValue(output)!;
            bool toFolder = Directory.Exists(target);
            string[] files = toFolder ? [.. paths.Select(path => FileIn(target, path))] : [target];
            CheckFiles(files, paths);
            if (!toFolder) { OutputFile.CheckExtension(target, ".ecs"); }
            ModelFolder folder = ModelFolder.Open(parsed.GetValue(model)!);
            EdgeModel edge = Shared.Edge(folder);
            if (parsed.GetValue(layerChecks) && edge.Latent.Layers == 1)
            {
                throw new InputException($"--layer-checks: model {folder.Name} has one layer, which the stream's own check covers");
            }
            var options = new EncodeOptions
            {
                Layers = parsed.GetValue(layers),
                LayerChecks = parsed.GetValue(layerChecks),
                Window = Shared.ParseWindow(parsed.GetValue(window)),
                Metadata = parsed.GetValue(metadata) is string text ? new StreamMetadata(Encoding.UTF8.GetBytes(text)) : null,
            };
            Encoded done = toFolder || paths.Length == 1 ? Each(paths, files, edge, options) : Several(paths, target, edge, options);
            double bpp = 8.0 * done.Bytes / edge.Grid.Size.Volume / paths.Length;
            if (parsed.GetValue(json))
            {
                Shared.Print(new JsonObject
                {
                    [toFolder ? "folder" : "file"] = target,
                    ["model"] = folder.Name,
                    ["images"] = paths.Length,
                    ["width"] = done.Width,
                    ["height"] = done.Height,
                    ["file_bytes"] = done.Bytes,
                    ["bpp"] = Shared.Number(bpp),
                    ["encode_ms"] = Shared.Number(done.Milliseconds),
                });
            }
            else
            {
                string what = paths.Length == 1 && !toFolder ? $"{done.Width}x{done.Height}" : $"{paths.Length} {(paths.Length == 1 ? "picture" : "pictures")}";
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{target}: {what} in {done.Bytes} bytes ({bpp:F4} bpp of the grid), {done.Milliseconds:F1} ms"));
            }
            return 0;
        });
        return command;
    }

    /// <param name="Bytes">Of all files.</param>
    /// <param name="Width">Of the last picture.</param>
    /// <param name="Height">Of the last picture.</param>
    /// <param name="Milliseconds">From pixels to bytes, all pictures.</param>
    private sealed record Encoded(long Bytes, int Width, int Height, double Milliseconds);

    private static string FileIn(string folder, string picture) => Path.Combine(folder, Path.GetFileNameWithoutExtension(picture) + ".ecs");

    private static void CheckFiles(string[] files, string[] pictures)
    {
        OutputFile.CheckAll(files, pictures);
        int[] same = [.. files.Index().GroupBy(f => Path.GetFullPath(f.Item)).FirstOrDefault(g => g.Count() > 1)?.Select(f => f.Index) ?? []];
        if (same.Length > 0) { throw new InputException($"{files[same[0]]}: would be written for both {pictures[same[0]]} and {pictures[same[1]]}"); }
    }

    /// <summary>A file for each picture. Those that are written before a picture that cannot be read stay.</summary>
    private static Encoded Each(string[] paths, string[] files, EdgeModel edge, EncodeOptions options)
    {
        var encoder = new Encoder(edge);
        var clock = new Stopwatch();
        long bytes = 0;
        Picture? picture = null;
        foreach ((string path, string file) in paths.Zip(files))
        {
            picture = PictureReader.Read(path, edge.Grid.Channels);
            clock.Start();
            byte[] stream = InputFile.Named(path, () => encoder.Encode(picture.View, options));
            clock.Stop();
            OutputFile.Write(file, stream);
            bytes += stream.Length;
        }
        return new Encoded(bytes, picture!.Width, picture.Height, clock.Elapsed.TotalMilliseconds);
    }

    private static Encoded Several(string[] paths, string file, EdgeModel edge, EncodeOptions options)
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
        OutputFile.Write(file, stream.WrittenSpan);
        return new Encoded(stream.WrittenCount, picture!.Width, picture.Height, clock.Elapsed.TotalMilliseconds);
    }
}
