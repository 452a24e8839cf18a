namespace EdgeCodec;

/// <summary>
/// The identity of an edge model (ECM §1). SHA-256 is handed in, since the edge library must run without
/// the cryptography of its platform: pass <c>System.Security.Cryptography.SHA256.HashData</c>.
/// </summary>
public static class EdgeModelIdentity
{
    /// <summary>Parses a model and checks that its stated identity is the digest of its normative sections.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <param name="sha256">SHA-256 of a byte array: 32 bytes.</param>
    /// <exception cref="EdgeCodecException">As <see cref="EdgeModel.Parse"/>, or ModelIdentityMismatch, naming both.</exception>
    public static EdgeModel Verify(ReadOnlySpan<byte> file, Func<byte[], byte[]> sha256)
    {
        EdgeModel model = EdgeModel.Parse(file);
        byte[] digest = Compute(file, sha256);
        if (!model.Identity.SequenceEqual(digest))
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.ModelIdentityMismatch,
                $"Edge model, byte {EdgeModelFile.IdentityOffset}: the identity is {model.IdentityHex}, but the normative sections give {Convert.ToHexStringLower(digest)}.",
                EdgeModelFile.IdentityOffset);
        }
        return model;
    }

    /// <summary>Digest of the normative sections of a file whose sections are well formed.</summary>
    internal static byte[] Compute(ReadOnlySpan<byte> file, Func<byte[], byte[]> sha256)
    {
        ArgumentNullException.ThrowIfNull(sha256);
        var normative = new SectionBuilder();
        for (int offset = EdgeModelFile.SectionsOffset; offset < file.Length;)
        {
            EdgeModelFile.Section section = EdgeModelFile.ReadSection(file, offset);
            if (section.IsNormative)
            {
                normative.Raw(file[section.HeaderStart..section.PaddedEnd]);
            }
            offset = section.PaddedEnd;
        }
        byte[] digest = sha256(normative.Bytes.ToArray());
        if (digest is not { Length: EdgeModelFile.IdentityBytes })
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.InvalidArgument, $"The SHA-256 function gave {digest?.Length ?? 0} bytes, expected {EdgeModelFile.IdentityBytes}.");
        }
        return digest;
    }
}
