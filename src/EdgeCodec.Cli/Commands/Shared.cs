using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EdgeCodec.Cli.Commands;

/// <summary>Options and habits that several verbs share.</summary>
internal static class Shared
{
    public static Option<bool> Json() => new("--json") { Description = "print one JSON object on standard output" };

    public static Option<string> Model(bool required) => new("--model", "-m")
    {
        Description = required ? "model folder, or a name under models/" : "model folder, or a name under models/ (default: the one under models/ that made the stream)",
        Required = required,
    };

    public static Option<string> Output(string description) => new("--output", "-o") { Description = description, Required = true };

    public static Option<string> Provider() => new("--provider")
    {
        Description = "where the cloud networks run: cpu, cuda or directml",
        DefaultValueFactory = _ => "cpu",
    };

    public static Option<bool> Partial() => new("--partial")
    {
        Description = "of a stream that is cut short or damaged, use what is whole and checked (pictures; leading layers if the encoder wrote --layer-checks)",
    };

    /// <summary>A stream of the model that has something in it: at least one unit.</summary>
    public static DecodedStream Decode(string path, byte[] bytes, EdgeModel edge, StreamReadOptions options)
    {
        DecodedStream stream = InputFile.Named(path, () => StreamDecoder.DecodeAll(bytes, edge, options));
        if (stream.Units.Count > 0) { return stream; }
        throw new InputException(stream.Error is null ? $"{path}: is a sequence of no pictures" : $"{path}: no picture of it is whole; {stream.Error.Message}");
    }

    /// <summary>Says on standard error that a result is partial, and why.</summary>
    public static void WarnOfParts(DecodedStream stream, string path)
    {
        if (stream.Error is not null)
        {
            Console.Error.WriteLine($"edgecodec: {path}: PARTIAL result, {Describe(stream)}; {stream.Error.Message}");
        }
    }

    private static string Describe(DecodedStream stream) =>
        stream.Units[^1].IsPartial ? $"unit {stream.Units.Count} with {stream.Units[^1].Layers} of its layers" : $"{stream.Units.Count} whole units";

    /// <summary>LOW,WIDTH of sample values.</summary>
    public static IntensityWindow? ParseWindow(string? text)
    {
        if (text is null) { return null; }
        string[] parts = text.Split(',');
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int low)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int width))
        {
            return new IntensityWindow(low, width);
        }
        throw new InputException($"--window {text}: give LOW,WIDTH, two whole numbers such as -160,240");
    }

    /// <summary>What is no window is wrong usage, found before any file is read.</summary>
    public static void CheckWindow(OptionResult result)
    {
        try
        {
            ParseWindow(result.GetValueOrDefault<string?>());
        }
        catch (InputException e)
        {
            result.AddError(e.Message);
        }
    }

    /// <summary>The model's edge half, or an error for an uncompressed reference.</summary>
    public static EdgeModel Edge(ModelFolder folder)
        => folder.Edge ?? throw new InputException($"{folder.Path}: has no edge.ecm; it is an uncompressed reference, which has no streams");

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Print(JsonObject json) => Console.Out.WriteLine(json.ToJsonString(Indented));

    /// <summary>A double as JSON number with five decimals at most, so that output is readable and repeatable.</summary>
    public static JsonValue Number(double value) => JsonValue.Create(Math.Round(value, 5));
}
