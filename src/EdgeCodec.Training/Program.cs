using System.CommandLine;
using System.CommandLine.Help;
using EdgeCodec.Cli;
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
    AverageCommand.Create(),
    RobustnessCommand.Create(),
    SealCommand.Create(),
};

// Besides wrong input: a loss that is not a number, and the like.
return CommandProgram.Run("edgecodec-train", root, args, e => e is InvalidOperationException);
