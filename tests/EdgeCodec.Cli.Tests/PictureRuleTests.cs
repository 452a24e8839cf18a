using System.Buffers.Binary;
using NetVips;
using Xunit;

namespace EdgeCodec.Cli.Tests;

/// <summary>Files that a library would read, and that are not the photograph that a device holds.</summary>
public sealed class PictureRuleTests : CliFixture
{
    private void EncodeFails(string expected, string image) => Fails(expected, At("out.ecs"), "encode", image, "-o", At("out.ecs"), "-m", Model.Path);

    [Fact]
    public void Encode_Drawing_IsNotAPhotograph()
    {
        File.WriteAllText(At("a.png"), "<svg xmlns='http://www.w3.org/2000/svg' width='64' height='64'><rect width='64' height='64'/></svg>");
        EncodeFails("cannot be read as a picture", At("a.png"));
    }

    [Fact]
    public void Encode_SeveralPages_AreRefused()
    {
        using Image tall = Image.NewFromMemoryCopy<byte>(new byte[64 * 128 * 3], 64, 128, 3, Enums.BandFormat.Uchar);
        using Image pages = tall.Copy(interpretation: Enums.Interpretation.Srgb).Mutate(m => m.Set(GValue.GIntType, "page-height", 64));
        pages.Tiffsave(At("a.tif"));
        EncodeFails("2 pages", At("a.tif"));
    }

    [Fact]
    public void Encode_AnimatedPng_IsRefused()
    {
        WithChunk("a.png", 33, [.. "acTL"u8, 0, 0, 0, 2, 0, 0, 0, 0]);
        EncodeFails("is animated", At("a.png"));
    }

    [Fact]
    public void Encode_PngWithExifAfterThePixels_IsRefused_AndBeforeThemTurns()
    {
        // Orientation 6 of a little-endian TIFF.
        byte[] exif = [.. "eXIfII*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
        WithChunk("after.png", ^12, exif);
        EncodeFails("EXIF data follow the pixels", At("after.png"));
        WithChunk("before.png", 33, exif);
        CommandRun run = CommandRun.Of("encode", At("before.png"), "-o", At("x.ecs"), "-m", Model.Path, "--json");
        Assert.Equal((0, 72, 96), (run.ExitCode, (int)run.Json["width"]!, (int)run.Json["height"]!));
    }

    private void WithChunk(string name, Index at, byte[] typeAndData)
    {
        byte[] png = File.ReadAllBytes(Photograph(name));
        File.WriteAllBytes(At(name), [.. png[..at], .. Chunk(typeAndData), .. png[at..]]);
    }

    [Fact]
    public void Encode_OtherColours_AreRefused()
    {
        using Image rgb = Image.Black(64, 64, bands: 3).Copy(interpretation: Enums.Interpretation.Srgb);
        using Image lab = rgb.Colourspace(Enums.Interpretation.Lab);
        lab.Tiffsave(At("a.tif"));
        EncodeFails("convert it to RGB", At("a.tif"));
    }

    [Fact]
    public void Encode_HeaderOfFourBillionPixels_IsRefusedBeforeTheyAreDecoded()
    {
        byte[] header = [.. "IHDR"u8, 0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), 65000);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(8), 65000);
        File.WriteAllBytes(At("a.png"), [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk(header), .. Chunk([.. "IDAT"u8, 0]), .. Chunk([.. "IEND"u8])]);
        EncodeFails("65000x65000", At("a.png"));
    }

    [Fact]
    public void Encode_OpaqueAlpha_IsNoMatter()
    {
        byte[] rgba = new byte[64 * 64 * 4];
        Array.Fill(rgba, (byte)255);
        Save("a.png", rgba, 64, 64, 4);
        Assert.Equal(0, CommandRun.Of("encode", At("a.png"), "-o", At("a.ecs"), "-m", Model.Path).ExitCode);
    }

    [Fact]
    public void Encode_JpegWithAHole_IsDamaged()
    {
        // Noise, so that what is cut out is coded data for sure. What follows it moves up, and a mask of it would look right.
        byte[] rgb = new byte[256 * 256 * 3];
        new Random(1).NextBytes(rgb);
        byte[] file = File.ReadAllBytes(Save("a.jpg", rgb, 256, 256, 3));
        File.WriteAllBytes(At("a.jpg"), [.. file[..(file.Length / 2)], .. file[(file.Length * 3 / 4)..]]);
        EncodeFails("is damaged or cut short", At("a.jpg"));
    }

    [Fact]
    public void Encode_NameThatLibvipsTakesForOptions_IsRefused()
    {
        Photograph("x.png");
        File.Copy(Photograph("y.png", 120, 80), At("x.png[page=0]"));
        EncodeFails("may not end in ']'", At("x.png[page=0]"));
    }

    [Fact]
    public void Eval_PhotographThatItsExifTurns_IsRefused_AsNothingSaysWhichWayItsMaskIs()
    {
        Directory.CreateDirectory(At("images"));
        Directory.CreateDirectory(At("masks"));
        using (Image square = Image.NewFromFile(Photograph("a.png", 96, 96)))
        using (Image turned = square.Mutate(m => m.Set(GValue.GIntType, "orientation", 6)))
        {
            turned.Jpegsave(At("images/a.jpg"));
        }
        File.Move(At("a_segmentation.png"), At("masks/a_segmentation.png"));
        CommandRun run = CommandRun.Of("eval", "-m", Model.Path, "--data", At(""));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("a.jpg: EXIF orientation 6 turns it", run.Error, StringComparison.Ordinal);
        // Without a mask there is nothing to doubt.
        Assert.Equal(0, CommandRun.Of("encode", At("images/a.jpg"), "-o", At("a.ecs"), "-m", Model.Path).ExitCode);
        run = CommandRun.Of("segment", At("a.ecs"), "-o", At("m.png"), "--image", At("images/a.jpg"), "--truth", At("masks/a_segmentation.png"), "-m", Model.Path);
        Assert.Contains("EXIF orientation 6", run.Error, StringComparison.Ordinal);
    }

    private static byte[] Chunk(byte[] typeAndData)
    {
        byte[] chunk = [0, 0, 0, 0, .. typeAndData, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, typeAndData.Length - 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc32(typeAndData));
        return chunk;
    }

    /// <summary>The check of a PNG chunk.</summary>
    private static uint Crc32(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }
        return ~crc;
    }
}
