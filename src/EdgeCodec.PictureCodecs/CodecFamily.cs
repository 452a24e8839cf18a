namespace EdgeCodec.PictureCodecs;

/// <summary>One codec at the settings that a rate-accuracy curve is drawn through, the smallest files first.</summary>
/// <param name="Key">Name in recipes and model names.</param>
/// <param name="Title">Name in tables.</param>
/// <param name="Settings">The codec at each setting.</param>
internal sealed record CodecFamily(string Key, string Title, IReadOnlyList<IPictureCodec> Settings)
{
    public static IReadOnlyList<CodecFamily> All { get; } =
    [
        new("jpeg", "JPEG", [VipsCodec.Jpeg(1), VipsCodec.Jpeg(5), VipsCodec.Jpeg(10), VipsCodec.Jpeg(25), VipsCodec.Jpeg(50)]),
        new("jpeg2000", "JPEG 2000", [new Jpeg2000Codec(1600), new Jpeg2000Codec(800), new Jpeg2000Codec(400), new Jpeg2000Codec(200), new Jpeg2000Codec(100)]),
        new("webp", "WebP", [VipsCodec.WebP(0), VipsCodec.WebP(10), VipsCodec.WebP(25), VipsCodec.WebP(50)]),
        new("h264", "H.264 intra", [new H264Codec(51), new H264Codec(46), new H264Codec(41), new H264Codec(36), new H264Codec(31)]),
    ];

    /// <summary>Whether it can run here; H.264 needs a command that is not part of the project.</summary>
    public bool IsAvailable => Key != "h264" || H264Codec.IsAvailable;
}
