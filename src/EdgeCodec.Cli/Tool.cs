using System.CommandLine;
using System.CommandLine.Help;
using EdgeCodec.Cli.Commands;
using EdgeCodec.Cli.Pictures;
using NetVips;

namespace EdgeCodec.Cli;

/// <summary>The `edgecodec` command: exit code 0 done, 1 failed with one clear line, 2 wrong usage.</summary>
internal static class Tool
{
    public static int Run(string[] args)
    {
        ParseResult parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            return WrongUsage(parsed.Errors[0].Message);
        }
        try
        {
            Vips.Prepare();
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (UsageException e)
        {
            return WrongUsage(e.Message);
        }
        catch (Exception e) when (e is EdgeCodecException or CloudException or InputException or IOException or UnauthorizedAccessException or VipsException)
        {
            // libvips appends its whole error buffer; the first line says it.
            Console.Error.WriteLine($"edgecodec: {FirstLine(e)}");
            return 1;
        }
        catch (Exception e)
        {
            // A fault of ours, or of the machine. A stack trace tells a user nothing; the type tells us where to look.
            Console.Error.WriteLine($"edgecodec: unexpected {e.GetType().Name}: {FirstLine(e)}");
            return 1;
        }
    }

    private static int WrongUsage(string what)
    {
        Console.Error.WriteLine($"edgecodec: {what} (see edgecodec --help)");
        return 2;
    }

    private static string FirstLine(Exception e) => e.Message.Split('\n')[0].TrimEnd();

    // A plain command, not a RootCommand: that one would call itself by the name of the assembly in its help.
    private static Command Root() => new("edgecodec", "Encodes medical pictures into streams of about 100 bytes on the device side, and turns streams into label maps on the cloud side.")
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
