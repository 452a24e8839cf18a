using NetVips;

namespace EdgeCodec.PictureCodecs;

/// <summary>JPEG and WebP by libvips, at the smallest files that the setting gives: the comparison is to favour them.</summary>
internal sealed class VipsCodec : IPictureCodec
{
    private readonly Func<Image, byte[]> encode;

    private VipsCodec(string name, Func<Image, byte[]> encode)
    {
        Name = name;
        this.encode = encode;
    }

    public string Name { get; }

    /// <summary>4:2:0 as is usual at low quality, Huffman tables made for the picture: about half the bytes of the standard ones.</summary>
    public static VipsCodec Jpeg(int quality) => new(
        $"JPEG quality {quality}", image => image.JpegsaveBuffer(q: quality, optimizeCoding: true, keep: Enums.ForeignKeep.None));

    public static VipsCodec WebP(int quality) => new(
        $"WebP quality {quality}", image => image.WebpsaveBuffer(q: quality, effort: 6, keep: Enums.ForeignKeep.None));

    public byte[] Encode(byte[] picture, int width, int height)
    {
        using Image raw = Image.NewFromMemoryCopy<byte>(picture, width, height, 3, Enums.BandFormat.Uchar);
        using Image image = raw.Copy(interpretation: Enums.Interpretation.Srgb);
        return encode(image);
    }

    public byte[] Decode(byte[] file, int width, int height)
    {
        using Image image = Image.NewFromBuffer(file, failOn: Enums.FailOn.Warning);
        if (image.Width != width || image.Height != height || image.Bands != 3 || image.Format != Enums.BandFormat.Uchar)
        {
            throw new InvalidDataException($"{Name}: came back as {image.Width}x{image.Height}, {image.Bands} channels of {image.Format}");
        }
        return image.WriteToMemory<byte>();
    }
}
