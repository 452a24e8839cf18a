namespace EdgeCodec.PictureCodecs;

/// <summary>A codec made for the eye, at one setting. Pictures are [H, W, 3] of 8 bits.</summary>
internal interface IPictureCodec
{
    /// <summary>Codec and setting, as tables name it.</summary>
    string Name { get; }

    /// <summary>The whole file, without metadata.</summary>
    byte[] Encode(byte[] picture, int width, int height);

    /// <summary>The picture that the cloud sees.</summary>
    /// <exception cref="InvalidDataException">The file does not give a picture of this geometry.</exception>
    byte[] Decode(byte[] file, int width, int height);
}
