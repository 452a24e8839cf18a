using EdgeCodec.Bench.Codecs;
using EdgeCodec.PictureCodecs;
using EdgeCodec.Cli.Pictures;
using Xunit;

namespace EdgeCodec.Bench.Tests;

/// <summary>A peer that is run wrongly would make the comparison worthless: what comes back is the picture, as good as the setting allows.</summary>
public class PictureCodecTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const int Side = 256;

    public static TheoryData<string> Names => [.. CodecComparison.Peers.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_OfEncode_IsThePictureAgain(string name)
    {
        IPictureCodec codec = Named(name);
        byte[] picture = Phantom.Draw(Side, 7).Photograph.Samples;
        double error = MeanSquare(picture, codec.Decode(codec.Encode(picture, Side, Side), Side, Side));
        // 22 dB at the least: a shifted, mirrored or recoloured picture is far below.
        Assert.InRange(error, 0, 255 * 255 / Math.Pow(10, 2.2));
        Assert.True(name == "uncompressed" ? error == 0 : error > 0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_KeepsRedGreenAndBlueApart(string name)
    {
        IPictureCodec codec = Named(name);
        byte[] picture = [.. Enumerable.Range(0, Side * Side).SelectMany(_ => (byte[])[200, 120, 40])];
        byte[] seen = codec.Decode(codec.Encode(picture, Side, Side), Side, Side);
        for (int channel = 0; channel < 3; channel++)
        {
            double mean = Enumerable.Range(0, Side * Side).Average(i => seen[(i * 3) + channel]);
            Assert.InRange(mean, picture[channel] - 12, picture[channel] + 12);
        }
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(800)]
    public void Jpeg2000_KeepsItsRate(int rate)
    {
        byte[] picture = Phantom.Draw(Side, 3).Photograph.Samples;
        int bytes = new Jpeg2000Codec(rate).Encode(picture, Side, Side).Length;
        // The encoder stops at the end of a code block's pass, so it may go over a little.
        Assert.InRange(bytes, 0.75 * picture.Length / rate, 1.1 * picture.Length / rate);
    }

    [Fact]
    public void H264_ComesBackAsThePicture_InFewBytes_WhereTheCommandIsThere()
    {
        if (!H264Codec.IsAvailable)
        {
            output.WriteLine("skipped: the command ffmpeg with x264 is not there");
            return;
        }
        byte[] picture = Phantom.Draw(Side, 7).Photograph.Samples;
        var codec = new H264Codec(41);
        byte[] file = codec.Encode(picture, Side, Side);
        // x264's comment on itself alone is 600 bytes; without it the picture takes a few hundred.
        Assert.InRange(file.Length, 60, 1500);
        Assert.InRange(MeanSquare(picture, codec.Decode(file, Side, Side)), 0.01, 255 * 255 / Math.Pow(10, 2.2));
        Assert.Throws<InvalidDataException>(() => codec.Decode(file, Side / 2, Side));
        Assert.Throws<InvalidDataException>(() => codec.Decode([1, 2, 3], Side, Side));
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("jpeg2000")]
    [InlineData("webp")]
    public void Family_GoesFromSmallFilesToLarge(string key)
    {
        byte[] picture = Phantom.Draw(Side, 7).Photograph.Samples;
        int[] bytes = [.. CodecFamily.All.Single(f => f.Key == key).Settings.Select(c => c.Encode(picture, Side, Side).Length)];
        Assert.Equal(bytes.Order(), bytes);
    }

    [Fact]
    public void Decode_AnotherSize_IsAnError()
    {
        byte[] picture = Phantom.Draw(Side, 3).Photograph.Samples;
        foreach (IPictureCodec codec in CodecComparison.Peers.Where(c => c is not NoCodec))
        {
            byte[] file = codec.Encode(picture, Side, Side);
            Assert.Contains("256x256", Assert.Throws<InvalidDataException>(() => codec.Decode(file, Side / 2, Side)).Message);
        }
    }

    private static IPictureCodec Named(string name) => CodecComparison.Peers.Single(c => c.Name == name);

    private static double MeanSquare(byte[] a, byte[] b)
    {
        Assert.Equal(a.Length, b.Length);
        return a.Zip(b, (x, y) => (double)(x - y) * (x - y)).Average();
    }
}
