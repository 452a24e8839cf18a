using System.Buffers.Binary;

namespace EdgeCodec;

/// <summary>Writes a header (FORMAT §3).</summary>
internal static class StreamHeaderWriter
{
    /// <summary>Bytes that suffice for a header.</summary>
    public static int MaxBytes(in HeaderFields header) =>
        header.Metadata is null ? StreamFormat.MaxPlainHeaderBytes : StreamFormat.MaxPlainHeaderBytes + 2 + header.Metadata.Bytes.Length;

    /// <summary>Writes a checked header and gives its length.</summary>
    /// <param name="header">Obeys <see cref="StreamHeaderRules"/>.</param>
    /// <param name="destination">At least <see cref="MaxBytes"/>.</param>
    public static int Write(in HeaderFields header, Span<byte> destination)
    {
        bool isWide = Math.Max(header.Width, header.Height) > StreamFormat.MaxNarrowAxis;
        HeaderOptions options = OptionsOf(header);
        int start = StreamFormat.Signature | (int)header.SampleType;
        start |= isWide ? StreamFormat.WideFlag : 0;
        start |= options != HeaderOptions.None ? StreamFormat.OptionsFlag : 0;
        destination[0] = (byte)start;
        BinaryPrimitives.WriteUInt16BigEndian(destination[1..], header.ModelTag);
        int at = 3;
        if (isWide)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(destination[at..], (ushort)header.Width);
            BinaryPrimitives.WriteUInt16LittleEndian(destination[(at + 2)..], (ushort)header.Height);
            at += 4;
        }
        else
        {
            int size = (header.Width - 1) | ((header.Height - 1) << 12);
            BinaryPrimitives.WriteUInt16LittleEndian(destination[at..], (ushort)size);
            destination[at + 2] = (byte)(size >> 16);
            at += 3;
        }
        if (options == HeaderOptions.None)
        {
            return at;
        }
        destination[at++] = (byte)options;
        return at + WriteOptions(header, destination[at..]);
    }

    private static HeaderOptions OptionsOf(in HeaderFields header)
    {
        HeaderOptions options = HeaderOptions.None;
        options |= header.Depth > 1 ? HeaderOptions.Depth : 0;
        options |= header.Window is not null ? HeaderOptions.Window : 0;
        options |= header.Layers is not null ? HeaderOptions.Layers : 0;
        options |= header.LayerChecks ? HeaderOptions.LayerChecks : 0;
        options |= header.Spacing is not null ? HeaderOptions.Spacing : 0;
        options |= header.Slabs is not null ? HeaderOptions.Slabs : 0;
        options |= header.Metadata is not null ? HeaderOptions.Metadata : 0;
        return options;
    }

    private static int WriteOptions(in HeaderFields header, Span<byte> destination)
    {
        int at = 0;
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
        if (header.Spacing is { } spacing)
        {
            at += Varint.Write(destination[at..], spacing.D);
            at += Varint.Write(destination[at..], spacing.H);
            at += Varint.Write(destination[at..], spacing.W);
        }
        if (header.Slabs is { } slabs)
        {
            at += Varint.Write(destination[at..], (uint)slabs);
        }
        if (header.Metadata is { } metadata)
        {
            at += Varint.Write(destination[at..], (uint)metadata.Bytes.Length);
            metadata.Bytes.CopyTo(destination[at..]);
            at += metadata.Bytes.Length;
        }
        return at;
    }
}
