using System.Security.Cryptography;
using System.Text;

namespace EdgeCodec;

/// <summary>
/// What an ONNX file ends with: a metadata entry that holds the SHA-256 of all bytes before it (NETWORKS §3.1). ONNX has
/// no check of its own, and weights that a disk or a copy has damaged run like any others. Thread-safe.
/// </summary>
public static class OnnxSeal
{
    /// <summary>Bytes of the entry.</summary>
    internal const int Length = 22 + HexDigits;

    private const int HexDigits = 2 * SHA256.HashSizeInBytes;

    /// <summary>Field 14 of ModelProto, 84 bytes: a key of 16 bytes, and a value of 64.</summary>
    private static ReadOnlySpan<byte> Lead => "rT\n\u0010edgecodec.digest\u0012@"u8;

    /// <summary>The network with its seal; one that it had is replaced.</summary>
    /// <param name="network">An ONNX file.</param>
    public static byte[] Seal(ReadOnlySpan<byte> network)
    {
        ReadOnlySpan<byte> content = HasSeal(network) ? network[..^Length] : network;
        return [.. content, .. Lead, .. Digest(content)];
    }

    /// <summary>Checks that a file is as it was sealed. Every network of a model is checked when it is loaded.</summary>
    /// <param name="path">The file's name, for the error.</param>
    /// <param name="file">All of it.</param>
    /// <exception cref="CloudException">OnnxInvalid.</exception>
    public static void Verify(string path, ReadOnlySpan<byte> file)
    {
        if (!HasSeal(file))
        {
            throw new CloudException(
                CloudStatus.OnnxInvalid,
                $"'{path}' does not end with its digest: it is cut short or damaged, or was not written for EdgeCodec (edgecodec-train seal adds the digest to a network that was).");
        }
        if (!file[^HexDigits..].SequenceEqual(Digest(file[..^Length])))
        {
            throw new CloudException(CloudStatus.OnnxInvalid, $"'{path}' is damaged, or was changed since it was written: its content has another digest than it says.");
        }
    }

    private static bool HasSeal(ReadOnlySpan<byte> file) => file.Length > Length && file[^Length..].StartsWith(Lead);

    private static byte[] Digest(ReadOnlySpan<byte> content) => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(content)));
}
