using System.CommandLine;
using System.CommandLine.Help;
using EdgeCodec.Cli.Commands;

namespace EdgeCodec.Cli;

/// <summary>The `edgecodec` command.</summary>
internal static class Tool
{
    public static int Run(string[] args) => CommandProgram.Run("edgecodec", Root(), args);

    // A plain command, not a RootCommand: that one would call itself by the name of the assembly in its help.
    private static Command Root() => new("edgecodec", "Encodes medical pictures into streams of at most about 100 bytes on the device side, and turns streams into label maps on the cloud side.")
    {
        new HelpOption { Recursive = true },
        new VersionOption(),
        EncodeCommand.Create(),
        TrimCommand.Create(),
        SegmentCommand.Create(),
        LabelsCommand.Create(),
        DecodeCommand.Create(),
        InfoCommand.Create(),
        EvalCommand.Create(),
        PhantomCommand.Create(),
        ConvertCommand.Create(),
    };
}
