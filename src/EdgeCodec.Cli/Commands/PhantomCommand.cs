using System.CommandLine;
using EdgeCodec.Cli.Pictures;

namespace EdgeCodec.Cli.Commands;

/// <summary>`edgecodec phantom`: a drawn dermoscopy picture for demonstrations without patient data.</summary>
internal static class PhantomCommand
{
    public static Command Create()
    {
        var output = Shared.Output("picture to write (.png or .ppm)");
        var mask = new Option<string?>("--mask") { Description = "also write its true mask (.png)" };
        var side = new Option<int>("--size") { Description = "side in pixels, 32 to 8192", DefaultValueFactory = _ => 1024 };
        var seed = new Option<int>("--seed") { Description = "another seed, another lesion", DefaultValueFactory = _ => 1 };
        var command = new Command("phantom", "Draws a dermoscopy phantom: skin, lesion, hairs, vignette; its mask is known.") { output, mask, side, seed };
        command.SetAction(parsed =>
        {
            int pixels = parsed.GetValue(side);
            if (pixels is < 32 or > 8192) { throw new UsageException($"--size {pixels}: from 32 to 8192"); }
            OutputFile.Check(parsed.GetValue(output));
            OutputFile.Check(parsed.GetValue(mask), parsed.GetValue(output));
            OutputFile.CheckExtension(parsed.GetValue(output), ".png", ".ppm");
            OutputFile.CheckExtension(parsed.GetValue(mask), ".png");
            (Picture photograph, Picture truth) = Phantom.Draw(pixels, parsed.GetValue(seed));
            OutputFile.Write(parsed.GetValue(output)!, PictureWriter.For(parsed.GetValue(output)!, photograph));
            if (parsed.GetValue(mask) is string path) { OutputFile.Write(path, PictureWriter.For(path, truth)); }
            Console.Out.WriteLine($"{parsed.GetValue(output)}: phantom of {pixels}x{pixels}");
            return 0;
        });
        return command;
    }
}
