using System.CommandLine;
using EdgeCodec.Cli.Pictures;

namespace EdgeCodec.Cli.Commands;

/// <summary>`edgecodec convert`: a photograph as the raw pixels that a device would hold.</summary>
internal static class ConvertCommand
{
    public static Command Create()
    {
        var image = new Argument<string>("IMAGE") { Description = "RGB photograph, 8 bits; EXIF orientation is applied" };
        var output = Shared.Output("picture to write (.ppm or .png)");
        var command = new Command("convert", "Writes a photograph as binary PPM, which the C example reads.") { image, output };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(output)!;
            OutputFile.Check(path, parsed.GetValue(image));
            Picture picture = PictureReader.Read(parsed.GetValue(image)!, 3);
            OutputFile.Write(path, PictureWriter.For(path, picture));
            Console.Out.WriteLine($"{path}: {picture.Width}x{picture.Height}");
            return 0;
        });
        return command;
    }
}
