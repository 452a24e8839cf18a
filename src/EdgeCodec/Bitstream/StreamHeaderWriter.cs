namespace EdgeCodec;

/// <summary>Writes a stream's header (FORMAT §2).</summary>
internal static class StreamHeaderWriter
{
    /// <summary>Writes a checked header and gives its length.</summary>
    /// <param name="header">Obeys <see cref="StreamHeaderRules"/>.</param>
    /// <param name="destination">At least <see cref="StreamFormat.MaxHeaderBytes"/>.</param>
    public static int Write(StreamHeader header, Span<byte> destination)
    {
        int flags = (StreamFormat.Version << StreamFormat.VersionShift) | (int)header.SampleType;
        flags |= header.Depth > 1 ? StreamFormat.DepthFlag : 0;
        flags |= header.Window is not null ? StreamFormat.WindowFlag : 0;
        flags |= header.Layers is not null ? StreamFormat.LayersFlag : 0;
        destination[0] = StreamFormat.Magic;
        destination[1] = (byte)flags;
        destination[2] = (byte)(header.ModelTag >> 8);
        destination[3] = (byte)header.ModelTag;
        int at = 4;
        at += Varint.Write(destination[at..], (uint)header.Width);
        at += Varint.Write(destination[at..], (uint)header.Height);
        if (header.Depth > 1)
        {
            at += Varint.Write(destination[at..], (uint)header.Depth);
        }
        if (header.Window is { } window)
        {
            at += Varint.Write(destination[at..], Varint.ZigZag(window.Low));
            at += Varint.Write(destination[at..], (uint)window.Width);
        }
        if (header.Layers is { } layers)
        {
            destination[at++] = (byte)layers;
        }
        return at;
    }
}
