using System.CommandLine.Parsing;

namespace EdgeCodec.Cli.Commands;

/// <summary>Label maps (.ecl) as output of `segment`: what goes back to the device, rather than a picture for people.</summary>
internal static class AnswerFile
{
    public const string Extension = ".ecl";

    public static bool Is(string output) => Path.GetExtension(output).Equals(Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>Refuses options that contradict each other, before any work is done.</summary>
    public static void Check(string output, string? reference, bool isPartial)
    {
        if (reference is not null && !Is(output)) { throw new InputException($"{output}: only an {Extension} carries a --reference"); }
        if (isPartial && Is(output)) { throw new InputException($"{output}: a label map answers a whole stream, not what --partial leaves of one"); }
    }

    /// <summary>The label maps of all sources of a stream, as files.</summary>
    public static byte[][] Pack(Segmentor segmentor, LabelMap[] maps, byte[] stream, EdgeModel edge, string? reference)
    {
        IReadOnlyList<AnsweredStream> answered = AnsweredStream.OfAll(stream, edge);
        byte[] bytes = reference is null ? [] : Convert.FromHexString(reference);
        return [.. maps.Select((map, i) => segmentor.Pack(map, answered[i], bytes))];
    }

    /// <summary>What are no 16 bytes is wrong usage, found before any file is read.</summary>
    public static void CheckReference(OptionResult result)
    {
        string? text = result.GetValueOrDefault<string?>();
        if (text is not null && (text.Length != 32 || !text.All(char.IsAsciiHexDigit)))
        {
            result.AddError($"--reference {text}: give 16 bytes, 32 hexadecimal digits");
        }
    }
}
