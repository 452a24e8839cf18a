using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCodec.Cli.Pictures;

namespace EdgeCodec.Cli.Commands;

/// <summary>`edgecodec labels`: a label map that came back, as a picture.</summary>
internal static class LabelsCommand
{
    public static Command Create()
    {
        var map = new Argument<string>("MAP") { Description = "label map (.ecl), as segment -o X.ecl writes it" };
        var stream = new Option<string>("--stream", "-s") { Description = "the stream that was sent (.ecs): a map that answers another is an error", Required = true };
        var output = Shared.Output("PNG of the labels at source geometry: 0 and 255 for two labels, else label values (16 bits above 256 labels)");
        var model = Shared.Model(required: false);
        var json = Shared.Json();
        var command = new Command("labels", "Turns a label map into a picture, after checking that it answers the stream.") { map, stream, output, model, json };
        command.SetAction(parsed => Run(
            parsed.GetValue(map)!, parsed.GetValue(stream)!, parsed.GetValue(output)!, parsed.GetValue(model), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string map, string stream, string output, string? model, bool isJson)
    {
        OutputFile.Check(output, map, stream);
        OutputFile.CheckExtension(output, ".png");
        byte[] file = InputFile.ReadStream(map);
        byte[] sent = InputFile.ReadStream(stream);
        LabelMapHeader header = Header(map, file);
        AnsweredStream answered = Answered(stream, sent, model, header.StreamDigest);
        // The stream, not the map, says how much memory this takes.
        int count = (int)Math.Min((long)answered.Width * answered.Height * answered.Depth, Array.MaxLength);
        bool isWide = header.LabelCount > 256;
        byte[] narrow = isWide ? [] : new byte[count];
        ushort[] wide = isWide ? new ushort[count] : [];
        InputFile.Named(map, () =>
        {
            if (isWide) { LabelMapDecoder.Decode(file, answered, wide); }
            else { LabelMapDecoder.Decode(file, answered, narrow); }
            return 0;
        });
        OutputFile.Write(output, isWide
            ? PictureWriter.Png16(wide, header.Width, header.Height * header.Depth)
            : PictureWriter.Labels(narrow, header.LabelCount, header.Width, header.Height * header.Depth));
        if (!isJson)
        {
            Console.Out.WriteLine($"{output}: {header.Width}x{header.Height} from {file.Length} bytes, by {header.HeadName} {header.HeadVersion}");
            return 0;
        }
        JsonObject json = InfoCommand.OfLabelMap(header, file.Length);
        json["file"] = output;
        Shared.Print(json);
        return 0;
    }

    private static LabelMapHeader Header(string path, byte[] file)
    {
        InputFile.Named(path, () => LabelMapDecoder.ReadHeader(file).HeaderBytes);
        return LabelMapDecoder.ReadHeader(file);
    }

    /// <summary>The picture, or the source of the sequence that the map says it answers; the first if it is none of them.</summary>
    private static AnsweredStream Answered(string path, byte[] stream, string? model, ulong digest)
    {
        if (!StreamDecoder.IsSequence(stream)) { return InputFile.Named(path, () => AnsweredStream.Of(stream)); }
        EdgeModel edge = Shared.Edge(ModelFinder.For(stream, model, path, null));
        IReadOnlyList<AnsweredStream> sources = InputFile.Named(path, () => AnsweredStream.OfAll(stream, edge));
        return sources.FirstOrDefault(source => source.Digest == digest, sources.Count > 0 ? sources[0] : default);
    }
}
