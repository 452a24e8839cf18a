namespace EdgeCodec;

/// <summary>Writes coded segments as a unit: lead, payload with its layer checks, check (FORMAT §4.1, §6).</summary>
internal static class UnitWriter
{
    /// <summary>Bytes beside the segments: lead, check, and for each layer a length and a check.</summary>
    public static int MaxFraming(int layers) => Varint.MaxBytes + StreamFormat.CheckBytes + (layers * (Varint.MaxBytes + StreamFormat.CheckBytes));

    /// <summary>Writes a unit and gives its length.</summary>
    /// <param name="coded">Holds the segments.</param>
    /// <param name="segments">Where they lie, first layer first.</param>
    /// <param name="hasChecks">Whether layers have checks.</param>
    /// <param name="hasLead">Whether it is a unit of a sequence; a picture's payload runs to the check.</param>
    /// <param name="crc">State of the check before the body.</param>
    /// <param name="destination">The segments' bytes and <see cref="MaxFraming"/>.</param>
    public static int Write(
        ReadOnlySpan<byte> coded, ReadOnlySpan<Range> segments, bool hasChecks, bool hasLead, Crc32C crc, Span<byte> destination)
    {
        int at = hasLead ? Varint.Write(destination, 2 * (uint)PayloadBytes(segments, hasChecks)) : 0;
        int appended = 0;
        for (int i = 0; i < segments.Length; i++)
        {
            ReadOnlySpan<byte> segment = coded[segments[i]];
            bool isLast = i == segments.Length - 1;
            if (!isLast)
            {
                at += Varint.Write(destination[at..], (uint)segment.Length);
            }
            segment.CopyTo(destination[at..]);
            at += segment.Length;
            if (isLast || hasChecks)
            {
                crc.Append(destination[appended..at]);
                appended = at;
                StreamCheck.Write(destination[at..], crc);
                at += StreamFormat.CheckBytes;
            }
        }
        return at;
    }

    private static int PayloadBytes(ReadOnlySpan<Range> segments, bool hasChecks)
    {
        Span<byte> length = stackalloc byte[Varint.MaxBytes];
        int bytes = 0;
        foreach (Range segment in segments)
        {
            bytes += segment.End.Value - segment.Start.Value;
        }
        foreach (Range segment in segments[..^1])
        {
            bytes += Varint.Write(length, (uint)(segment.End.Value - segment.Start.Value)) + (hasChecks ? StreamFormat.CheckBytes : 0);
        }
        return bytes;
    }
}
