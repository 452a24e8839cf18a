using System.CommandLine;
using EdgeCodec.Training.Commands;

var root = new RootCommand("Trains EdgeCodec models: compressor, reconstruction and segmentor together, then quantised and exported.")
{
    TrainCommand.Create(),
    ExportCommand.Create(),
};

ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    Console.Error.WriteLine($"edgecodec-train: {parsed.Errors[0].Message} (see --help)");
    return 2;
}
try
{
    return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is InvalidDataException or InvalidOperationException or IOException or UnauthorizedAccessException or EdgeCodec.EdgeCodecException)
{
    Console.Error.WriteLine($"edgecodec-train: {e.Message}");
    return 1;
}
