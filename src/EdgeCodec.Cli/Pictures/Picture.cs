namespace EdgeCodec.Cli.Pictures;

/// <summary>A decoded picture: interleaved samples of 8 bits, [H, W, C].</summary>
internal sealed record Picture(byte[] Samples, int Width, int Height, int Channels)
{
    public PixelView View => PixelView.Packed(Samples, SampleType.U8, Channels, Width, Height);
}
