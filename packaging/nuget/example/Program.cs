using System.Globalization;
using System.Text.RegularExpressions;
using EdgeCodec;

// Encodes a PPM picture of 8 bits: example MODEL.ecm IN.ppm OUT.ecs
if (args.Length != 3)
{
    Console.Error.WriteLine("usage: example MODEL.ecm IN.ppm OUT.ecs");
    return 2;
}
try
{
    var encoder = new Encoder(EdgeModel.Load(args[0]));
    byte[] rgb = ReadPpm(args[1], out int width, out int height);
    byte[] stream = encoder.Encode(PixelView.Packed(rgb, SampleType.U8, 3, width, height));
    File.WriteAllBytes(args[2] + ".tmp", stream);
    File.Move(args[2] + ".tmp", args[2], overwrite: true);
    Console.WriteLine($"{args[2]}: {width}x{height}, {stream.Length} bytes, kernel {encoder.Kernel}");
    return 0;
}
catch (Exception failure) when (failure is EdgeCodecException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"example: {failure.Message}");
    return 1;
}

static byte[] ReadPpm(string path, out int width, out int height)
{
    byte[] file = File.ReadAllBytes(path);
    Match header = Regex.Match(System.Text.Encoding.Latin1.GetString(file), @"\AP6(?:\s|#.*\n)+(\d{1,5})(?:\s|#.*\n)+(\d{1,5})(?:\s|#.*\n)+255\s");
    width = header.Success ? int.Parse(header.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
    height = header.Success ? int.Parse(header.Groups[2].ValueSpan, CultureInfo.InvariantCulture) : 0;
    if (!header.Success || file.Length - header.Length != 3L * width * height)
    {
        throw new IOException($"{path}: not a PPM picture of 8 bits");
    }
    return file[header.Length..];
}
