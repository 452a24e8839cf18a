using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using EdgeCodec.Cli.Drawing;
using EdgeCodec.Cli.Evaluation;
using EdgeCodec.Cli.Pictures;

namespace EdgeCodec.Cli.Commands;

/// <summary>`edgecodec segment`: stream to label map at source geometry.</summary>
internal static class SegmentCommand
{
    public static Command Create()
    {
        var stream = new Argument<string>("STREAM") { Description = "stream (.ecs)" };
        var output = Shared.Output("needed for segmentors, refused for classifiers: PNG of the label map at source geometry: 0 and 255 for two labels, else label values; or .ecl, the label map that goes back to the device; of several sources NAME-1, NAME-2, ... (NAME-01 from ten on), none of which may be there");
        output.Required = false;
        var model = Shared.Model(required: false);
        var head = new Option<string?>("--head") { Description = "head to run (default: the model's only one); a classifier prints the probabilities of its classes" };
        var overlay = new Option<string?>("--overlay") { Description = "also draw a PNG for people: photograph, feature map, outlines" };
        var image = new Option<string?>("--image") { Description = "the photograph, for the overlay" };
        var truth = new Option<string?>("--truth") { Description = "the true mask (PNG of 0 and 255, upright as the label map is): Dice is printed, its outline drawn" };
        var reference = new Option<string?>("--reference") { Description = "16 bytes in hexadecimal that an .ecl carries back; no patient data" };
        reference.Validators.Add(AnswerFile.CheckReference);
        var partial = Shared.Partial();
        var provider = Shared.Provider();
        var json = Shared.Json();
        var command = new Command("segment", "Turns a stream into a label map.") { stream, output, model, head, overlay, image, truth, reference, partial, provider, json };
        command.SetAction(parsed => Run(new Options(
            parsed.GetValue(stream)!, parsed.GetValue(output), parsed.GetValue(model), parsed.GetValue(head), parsed.GetValue(overlay),
            parsed.GetValue(image), parsed.GetValue(truth), parsed.GetValue(reference), parsed.GetValue(partial), parsed.GetValue(provider)!, parsed.GetValue(json))));
        return command;
    }

    private sealed record Options(
        string Stream, string? OutputOrNone, string? Model, string? Head, string? Overlay, string? Image, string? Truth, string? Reference, bool Partial, string Provider, bool Json)
    {
        /// <summary>Where a label map goes.</summary>
        public string Output => OutputOrNone ?? throw new UsageException($"{Stream}: the head is a segmentor: name the label map's file with -o");
    }

    private static int Run(Options options)
    {
        OutputFile.Check(options.OutputOrNone, options.Stream, options.Image, options.Truth);
        OutputFile.CheckExtension(options.OutputOrNone, ".png", AnswerFile.Extension);
        if (options.OutputOrNone is string named) { AnswerFile.Check(named, options.Reference, options.Partial); }
        OutputFile.Check(options.Overlay, options.Stream, options.Image, options.Truth, options.OutputOrNone);
        OutputFile.CheckExtension(options.Overlay, ".png");
        byte[] bytes = InputFile.ReadStream(options.Stream);
        var read = new StreamReadOptions { Partial = options.Partial };
        ModelFolder folder = ModelFinder.For(bytes, options.Model, options.Stream, read, options.Head);
        EdgeModel edge = Shared.Edge(folder);
        using (Classifier? classifier = Classifier.TryOpen(folder, options.Head, options.Provider))
        {
            if (classifier is not null)
            {
                string? refused = options.OutputOrNone ?? options.Overlay ?? options.Image ?? options.Truth ?? options.Reference;
                if (refused is not null) { throw new InputException($"{refused}: head '{classifier.Name}' is a classifier: it makes no label map to write, draw or compare"); }
                return ClassAnswer.Print(classifier, folder, Shared.Decode(options.Stream, bytes, edge, read), options.Stream, options.Json);
            }
        }
        _ = options.Output;
        DecodedStream stream = Shared.Decode(options.Stream, bytes, edge, read);
        if (stream.Units.Count != 1)
        {
            return RunSequence(options, folder, stream, bytes);
        }
        DecodedUnit decoded = stream.Units[0];
        // Everything that can be wrong with the other inputs is found before anything is written.
        Picture? photograph = options.Image is null ? null : PictureReader.Read(options.Image, edge.Grid.Channels);
        RequireGeometry(options.Image, photograph, decoded.Header);
        Picture? truth = options.Truth is null ? null : PictureReader.ReadMask(options.Truth);
        if (truth is not null && options.Image is not null) { PictureReader.RequireUpright(options.Image, options.Truth!); }
        RequireGeometry(options.Truth, truth, decoded.Header);

        using var decoder = new FeatureDecoder(folder, options.Provider);
        using Segmentor segmentor = Segmentor.Open(folder, options.Head, options.Provider);
        if (truth is not null) { WholePath.RequireTwoLabels(segmentor.Head); }
        var clock = Stopwatch.StartNew();
        FeatureMap map = decoder.Decode([decoded])[0];
        LabelMap labels = segmentor.Segment([map], [decoded.Header])[0];
        double milliseconds = clock.Elapsed.TotalMilliseconds;

        Overlap? overlap = truth is null ? null : Overlap.Of(labels.Labels.Span, truth.Samples, 1);
        double bpp = 8.0 * bytes.Length / edge.Grid.Size.Volume;
        byte[]? picture = options.Overlay is null ? null
            : Overlay.ToPng(new OverlayScene
            {
                Grid = edge.Grid, Map = map, Labels = labels, Photograph = photograph, Truth = truth?.Samples,
                Caption = Caption(labels, bytes.Length, bpp, folder.Name, overlap),
            });
        OutputFile.Write(options.Output, AnswerFile.Is(options.Output)
            ? AnswerFile.Pack(segmentor, [labels], bytes, edge, options.Reference)[0]
            : PictureWriter.Mask(labels));
        if (picture is not null) { OutputFile.Write(options.Overlay!, picture); }
        Shared.WarnOfParts(stream, options.Stream);
        Report(options, folder, segmentor.Head, labels, stream, bpp, milliseconds, overlap);
        return 0;
    }

    /// <summary>A file for each source; what compares or draws one source has none to take.</summary>
    private static int RunSequence(Options options, ModelFolder folder, DecodedStream stream, byte[] bytes)
    {
        if (options.Overlay is not null || options.Image is not null || options.Truth is not null)
        {
            throw new InputException($"{options.Stream}: has {stream.Units.Count} units; --overlay, --image and --truth are for one");
        }
        string[] names = OutputFile.Numbered(options.Output, stream.SourceCount);
        using Segmentor segmentor = Segmentor.Open(folder, options.Head, options.Provider);
        LabelMap[] maps = segmentor.Segment(stream);
        byte[][] answers = AnswerFile.Is(options.Output) ? AnswerFile.Pack(segmentor, maps, bytes, Shared.Edge(folder), options.Reference) : [];
        var files = new JsonArray();
        for (int i = 0; i < maps.Length; i++)
        {
            string file = names[i];
            OutputFile.Write(file, answers.Length > 0 ? answers[i] : PictureWriter.Mask(maps[i]));
            files.Add(file);
            if (!options.Json)
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{file}: {maps[i].Width}x{maps[i].Height}, {Share(maps[i]):P1} {maps[i].Names[^1]}"));
            }
        }
        Shared.WarnOfParts(stream, options.Stream);
        if (options.Json)
        {
            Shared.Print(new JsonObject
            {
                ["files"] = files,
                ["model"] = folder.Name,
                ["head"] = segmentor.Head.Name,
                ["head_version"] = segmentor.Head.Version,
                ["units"] = stream.Units.Count,
                ["file_bytes"] = bytes.Length,
                ["partial"] = stream.Error is not null,
            });
        }
        return 0;
    }

    private static double Share(LabelMap labels)
    {
        long marked = 0;
        foreach (byte label in labels.Labels.Span) { marked += label == 0 ? 0 : 1; }
        return (double)marked / labels.Labels.Length;
    }

    private static void RequireGeometry(string? path, Picture? picture, StreamHeader header)
    {
        if (picture is not null && (picture.Width != header.Width || picture.Height != header.Height * header.Depth))
        {
            throw new InputException($"{path}: {picture.Width}x{picture.Height}, the stream's source was {header.Width}x{header.Height}");
        }
    }

    private static string Caption(LabelMap labels, int bytes, double bpp, string model, Overlap? overlap)
    {
        string text = string.Create(CultureInfo.InvariantCulture,
            $"{labels.Width} × {labels.Height} photograph sent in {bytes} bytes · {bpp:F4} bits per grid pixel · model {model}");
        return overlap is null ? text : string.Create(CultureInfo.InvariantCulture, $"{text} · Dice {overlap.Value.Dice:F3}");
    }

    private static void Report(
        Options options, ModelFolder folder, HeadInfo head, LabelMap labels, DecodedStream stream, double bpp, double milliseconds, Overlap? overlap)
    {
        double share = Share(labels);
        if (options.Json)
        {
            var json = new JsonObject
            {
                ["file"] = options.Output,
                ["model"] = folder.Name,
                ["head"] = head.Name,
                ["head_version"] = head.Version,
                ["width"] = labels.Width,
                ["height"] = labels.Height,
                ["depth"] = labels.Depth,
                ["labels"] = new JsonArray([.. labels.Names.Select(n => (JsonNode)n)]),
                ["marked_share"] = Shared.Number(share),
                ["file_bytes"] = stream.TotalBytes,
                ["layers"] = stream.Units[0].Layers,
                ["partial"] = stream.Error is not null,
                ["bpp"] = Shared.Number(bpp),
                ["segment_ms"] = Shared.Number(milliseconds),
            };
            if (overlap is not null)
            {
                json["dice"] = Shared.Number(overlap.Value.Dice);
                json["iou"] = Shared.Number(overlap.Value.Iou);
            }
            Shared.Print(json);
            return;
        }
        string dice = overlap is null ? "" : string.Create(CultureInfo.InvariantCulture, $", Dice {overlap.Value.Dice:F3}, IoU {overlap.Value.Iou:F3}");
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{options.Output}: {labels.Width}x{labels.Height} from {stream.TotalBytes} bytes, {share:P1} {labels.Names[^1]}{dice}, {milliseconds:F0} ms"));
        if (options.Overlay is not null) { Console.Out.WriteLine($"{options.Overlay}: overlay"); }
    }
}
