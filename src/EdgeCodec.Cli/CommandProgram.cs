using System.CommandLine;
using System.Text.RegularExpressions;
using EdgeCodec.Cli.Pictures;
using NetVips;

namespace EdgeCodec.Cli;

/// <summary>How every command of ours begins and ends: exit code 0 done, 1 failed with one clear line, 2 wrong usage.</summary>
internal static partial class CommandProgram
{
    /// <param name="name">What errors begin with.</param>
    /// <param name="root">The command and its verbs.</param>
    /// <param name="args">The command line.</param>
    /// <param name="isExpected">Exceptions of this command whose messages are meant for its users, besides the usual ones.</param>
    public static int Run(string name, Command root, string[] args, Func<Exception, bool>? isExpected = null)
    {
        int WrongUsage(string what)
        {
            Console.Error.WriteLine($"{name}: {what} (see {name} --help)");
            return 2;
        }
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0) { return WrongUsage(InWords(parsed.Errors[0].Message)); }
        try
        {
            Vips.Prepare();
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (UsageException e)
        {
            return WrongUsage(e.Message);
        }
        catch (Exception e) when (e is EdgeCodecException or CloudException or InputException or IOException or InvalidDataException or UnauthorizedAccessException
            or VipsException || isExpected?.Invoke(e) == true)
        {
            Console.Error.WriteLine($"{name}: {OneLine(e)}");
            return 1;
        }
        catch (Exception e)
        {
            // A fault of ours, or of the machine. A stack trace tells a user nothing; the type tells us where to look.
            Console.Error.WriteLine($"{name}: unexpected {e.GetType().Name}: {OneLine(e)}");
            return 1;
        }
    }

    // The parser names types as .NET does.
    private static string InWords(string message) => NumberType().Replace(message, "whole number");

    [GeneratedRegex(@"expected type 'System\.(Nullable`1\[System\.)?Int32\]?'")]
    private static partial Regex NumberType();

    // libvips appends its whole error buffer; the first line says it. Others may name a file with a line break in its name.
    private static string OneLine(Exception e) => (e is VipsException ? e.Message.Split('\n')[0] : e.Message.ReplaceLineEndings(" ")).TrimEnd();
}
