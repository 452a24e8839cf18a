using System.Globalization;
using System.Text;

namespace EdgeCodec;

/// <summary>
/// The header of a label map (LABELMAP §2). Its spans lie in the file it was read from, so that reading one allocates
/// nothing.
/// </summary>
public readonly ref struct LabelMapHeader
{
    /// <summary>Version of the format.</summary>
    public int Version { get; init; }

    /// <summary>Digest of the stream that the map answers (LABELMAP §2.1), its first byte uppermost.</summary>
    public ulong StreamDigest { get; init; }

    /// <summary>The digest as 16 lower-case hexadecimal digits: those with which the stream's SHA-256 begins.</summary>
    public string StreamDigestHex => StreamDigest.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Columns of the map and of the stream's source, 1 to 65535.</summary>
    public int Width { get; init; }

    /// <summary>Rows, 1 to 65535.</summary>
    public int Height { get; init; }

    /// <summary>Slices, 1 to 65535; 1 for a picture.</summary>
    public int Depth { get; init; }

    /// <summary>Every label of the map is below this, 1 to 65536. Above 256 labels need 16 bits.</summary>
    public int LabelCount { get; init; }

    /// <summary>Version of the head that made the labels, at least 1.</summary>
    public int HeadVersion { get; init; }

    /// <summary>Name of that head in UTF-8, 1 to 64 bytes without control characters.</summary>
    public ReadOnlySpan<byte> HeadNameUtf8 { get; init; }

    /// <summary>Name of that head.</summary>
    public string HeadName => Encoding.UTF8.GetString(HeadNameUtf8);

    /// <summary>The caller's opaque reference, 16 bytes; empty if there is none.</summary>
    public ReadOnlySpan<byte> Reference { get; init; }

    /// <summary>Bytes that the header takes.</summary>
    public int HeaderBytes { get; init; }

    /// <summary>Labels in the map: width x height x depth, at most 2^36.</summary>
    public long VoxelCount => (long)Width * Height * Depth;
}
