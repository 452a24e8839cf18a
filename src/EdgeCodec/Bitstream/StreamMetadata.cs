namespace EdgeCodec;

/// <summary>
/// Bytes of the caller's own in a header (FORMAT §3): under every check of the stream, of no meaning to the codec.
/// There are none unless the caller gives them. Equal by content; immutable.
/// </summary>
public sealed class StreamMetadata : IEquatable<StreamMetadata>
{
    /// <summary>The most bytes that a header takes.</summary>
    public const int MaxBytes = 4096;

    private readonly byte[] _bytes;

    /// <summary>Copies the bytes.</summary>
    /// <exception cref="EdgeCodecException">InvalidArgument: more than <see cref="MaxBytes"/>.</exception>
    public StreamMetadata(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.InvalidArgument, $"The metadata has {bytes.Length} bytes, expected at most {MaxBytes}.");
        }
        _bytes = bytes.ToArray();
    }

    /// <summary>The bytes; may be none.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <inheritdoc/>
    public bool Equals(StreamMetadata? other) => other is not null && Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StreamMetadata);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }
}
