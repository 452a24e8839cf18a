using NetVips;
using Xunit;

namespace EdgeCodec.Cli.Tests;

/// <summary>What cannot be encoded is refused in one line, and nothing is written.</summary>
public sealed class EncodeBadInputTests : CliFixture
{
    private void EncodeFails(string expected, string image) => Fails(expected, At("out.ecs"), "encode", image, "-o", At("out.ecs"), "-m", Model.Path);

    private string Bytes(string name, byte[] bytes)
    {
        File.WriteAllBytes(At(name), bytes);
        return At(name);
    }

    [Fact]
    public void Encode_TextFile_IsNotAPicture() => EncodeFails("cannot be read as a picture", Bytes("a.jpg", "not a picture"u8.ToArray()));

    [Fact]
    public void Encode_EmptyFile_IsEmpty() => EncodeFails("is empty", Bytes("a.jpg", []));

    [Fact]
    public void Encode_Folder_IsAFolder() => EncodeFails("is a folder", Path.GetTempPath());

    [Fact]
    public void Encode_NoSuchFile_IsNamed() => EncodeFails("nothing.png: no such file", At("nothing.png"));

    [Theory]
    [InlineData("a.jpg")]
    [InlineData("a.png")]
    public void Encode_TruncatedPicture_IsDamaged(string name)
    {
        byte[] whole = File.ReadAllBytes(Photograph(name, 400, 300));
        File.Delete(At(name));
        EncodeFails("damaged or cut short", Bytes(name, whole[..(whole.Length * 2 / 3)]));
    }

    [Theory]
    [InlineData("P6\n64 64\n255\n", "damaged or cut short (0 bytes of pixels, 12288 expected)")]
    [InlineData("P6\n64 64\n65535\n", "8-bit pictures")]
    [InlineData("P6\n99999999 99999999\n255\n", "cannot be read")]
    [InlineData("P6\n# only a comment", "header of a PPM or PGM")]
    [InlineData("P5\n-3 4\n255\n", "header of a PPM or PGM")]
    public void Encode_FaultyNetpbm_SaysWhatIsWrong(string header, string expected)
        => EncodeFails(expected, Bytes("a.ppm", System.Text.Encoding.ASCII.GetBytes(header)));

    [Fact]
    public void Encode_OnePixel_IsTooSmall() => EncodeFails("1", Save("a.png", [1, 2, 3], 1, 1, 3));

    [Fact]
    public void Encode_Strip_IsTooLong() => EncodeFails("20000", Save("a.png", new byte[20000 * 3], 20000, 1, 3));

    [Fact]
    public void Encode_SixteenBits_IsRefused()
    {
        using Image wide = Image.Black(64, 64, bands: 3).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Rgb16);
        wide.Pngsave(At("a.png"));
        EncodeFails("16 bits", At("a.png"));
    }

    [Fact]
    public void Encode_Cmyk_IsRefused()
    {
        using Image ink = Image.Black(64, 64, bands: 4).Copy(interpretation: Enums.Interpretation.Cmyk);
        ink.Tiffsave(At("a.tif"));
        EncodeFails("CMYK", At("a.tif"));
    }

    [Fact]
    public void Encode_Grey_IsRefusedByAColourModel() => EncodeFails("one channel (grey); the model takes three channels", Save("a.png", new byte[64 * 64], 64, 64, 1));

    [Fact]
    public void Encode_TransparentPixels_AreRefused()
    {
        byte[] rgba = new byte[64 * 64 * 4];
        Array.Fill(rgba, (byte)255);
        rgba[7] = 254;
        EncodeFails("transparent", Save("a.png", rgba, 64, 64, 4));
    }

    [Fact]
    public void Encode_NoSuchModel_IsNamed()
        => Fails("nonesuch", At("out.ecs"), "encode", Photograph("a.png"), "-o", At("out.ecs"), "-m", "nonesuch");

    [Fact]
    public void Encode_DamagedModel_IsNamed()
    {
        string edge = Path.Combine(Model.Path, "edge.ecm");
        byte[] bytes = File.ReadAllBytes(edge);
        bytes[^9] ^= 4;
        File.WriteAllBytes(edge, bytes);
        EncodeFails("edge.ecm", Photograph("a.png"));
    }

    [Fact]
    public void Encode_UncompressedReference_HasNoStreams()
    {
        File.Delete(Path.Combine(Model.Path, "edge.ecm"));
        File.Delete(Path.Combine(Model.Path, "decoder.onnx"));
        EncodeFails("has no edge.ecm", Photograph("a.png"));
    }

    [Fact]
    public void Encode_IntoAMissingFolder_IsNamed()
    {
        string missing = Path.Combine(At("missing"), "out.ecs");
        Fails("does not exist", missing, "encode", Photograph("a.png"), "-o", missing, "-m", Model.Path);
    }

    [Fact]
    public void Encode_WindowForAModelWithout_IsRefused()
        => Fails("indow", At("out.ecs"), "encode", Photograph("a.png"), "-o", At("out.ecs"), "-m", Model.Path, "--window", "0,255");
}
