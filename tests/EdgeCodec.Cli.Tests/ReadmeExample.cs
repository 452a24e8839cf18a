namespace EdgeCodec.Cli.Tests;

/// <summary>The README's example of the cloud half, compiled and run.</summary>
internal static class ReadmeExample
{
    public static LabelMap Run(byte[] rgb, int width, int height)
    {
        // snippet
        ModelFolder folder = ModelFolder.Open("isic2017");

        // Device: pixels to bytes. From C the bytes are the same.
        var encoder = new Encoder(folder.Edge!);
        byte[] stream = encoder.Encode(PixelView.Packed(rgb, SampleType.U8, channels: 3, width, height));

        // Cloud: bytes to label map at the size of the photograph. A stream of another model, a damaged one or one cut
        // short is an exception that says so, never a mask.
        using Segmentor segmentor = Segmentor.Open(folder, provider: "cpu");
        LabelMap map = segmentor.Segment(stream);
        // snippet
        return map;
    }
}
