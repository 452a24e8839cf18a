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
