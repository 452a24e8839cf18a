using System.Globalization;
using System.Text;

namespace EdgeCodec.Cli.Pictures;

/// <summary>Binary PGM (P5) and PPM (P6) of 8 bits: what the C example reads. The bundled libvips has no reader for them.</summary>
internal static class Netpbm
{
    private const int MostPixels = 1 << 28;

    public static bool IsOne(ReadOnlySpan<byte> start) => start.Length >= 2 && start[0] == 'P' && start[1] is (byte)'5' or (byte)'6';

    public static byte[] Write(Picture picture)
    {
        byte[] header = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"{(picture.Channels == 3 ? "P6" : "P5")}\n{picture.Width} {picture.Height}\n255\n"));
        return [.. header, .. picture.Samples];
    }

    public static Picture Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        int channels = file[1] == '6' ? 3 : 1, at = 2;
        int width = Number(file, ref at, path), height = Number(file, ref at, path), most = Number(file, ref at, path);
        if (most != 255) { throw new InputException($"{path}: largest value {most}; 8-bit pictures (255) are read"); }
        if (width < 1 || height < 1 || (long)width * height > MostPixels) { throw new InputException($"{path}: {width}x{height} pixels cannot be read"); }
        at++;
        long length = (long)width * height * channels;
        if (file.Length - at != length) { throw new InputException($"{path}: is damaged or cut short ({Math.Max(0, file.Length - at)} bytes of pixels, {length} expected)"); }
        return new Picture(file[at..], width, height, channels);
    }

    /// <summary>The next decimal number of the header; white space and comments before it are skipped.</summary>
    private static int Number(byte[] file, ref int at, string path)
    {
        while (at < file.Length && (char.IsWhiteSpace((char)file[at]) || file[at] == '#'))
        {
            bool comment = file[at] == '#';
            do { at++; } while (comment && at < file.Length && file[at] != '\n');
        }
        long value = 0;
        int digits = 0;
        for (; at < file.Length && char.IsAsciiDigit((char)file[at]) && digits < 9; at++, digits++) { value = value * 10 + file[at] - '0'; }
        return digits > 0 && at < file.Length && char.IsWhiteSpace((char)file[at])
            ? (int)value
            : throw new InputException($"{path}: cannot be read as a picture (header of a PPM or PGM at byte {at})");
    }
}
