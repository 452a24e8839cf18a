namespace EdgeCodec.PictureCodecs;

/// <summary>The grid-sized picture as it is: the most that any codec can reach.</summary>
internal sealed class NoCodec : IPictureCodec
{
    public string Name => "uncompressed";

    public byte[] Encode(byte[] picture, int width, int height) => picture;

    public byte[] Decode(byte[] file, int width, int height) => file;
}
