using System.CommandLine;
using System.CommandLine.Help;
using EdgeCodec.Training.Commands;

// A plain command, not a RootCommand: that one would call itself by the name of the assembly in its help.
var root = new Command("edgecodec-train", "Trains EdgeCodec models: compressor, reconstruction and segmentor together, then quantised and exported.")
{
    new HelpOption { Recursive = true },
    new VersionOption(),
    TrainCommand.Create(),
    ExportCommand.Create(),
    VerifyCommand.Create(),
    ReproduceCommand.Create(),
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
catch (Exception e) when (e is InvalidDataException or InvalidOperationException or IOException or UnauthorizedAccessException or EdgeCodec.EdgeCodecException or EdgeCodec.CloudException or EdgeCodec.Cli.InputException)
{
    Console.Error.WriteLine($"edgecodec-train: {e.Message}");
    return 1;
}
