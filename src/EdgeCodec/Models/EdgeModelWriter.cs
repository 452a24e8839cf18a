using System.Buffers.Binary;
using System.Text;

namespace EdgeCodec;

/// <summary>Writes edge models (ECM §1).</summary>
public static class EdgeModelWriter
{
    /// <summary>Writes a model and reads it back: what comes out obeys every rule of the format.</summary>
    /// <param name="grid">Section <c>GRID</c>.</param>
    /// <param name="layers">Section <c>NETW</c>.</param>
    /// <param name="latent">Section <c>LATN</c>.</param>
    /// <param name="context">Section <c>CTXM</c>.</param>
    /// <param name="name">At most 64 of <c>a-z 0-9 . _ -</c>; empty for none.</param>
    /// <param name="note">Free text; empty for none.</param>
    /// <param name="sha256">
    /// SHA-256 of a byte array, such as <c>System.Security.Cryptography.SHA256.HashData</c>; handed in, since
    /// the edge library must run without its platform's cryptography.
    /// </param>
    /// <returns>The bytes of the file.</returns>
    /// <exception cref="EdgeCodecException">
    /// ModelInvalid, naming the section, the field and what was expected; InvalidArgument if a digest is not 32 bytes.
    /// </exception>
    public static byte[] Write(
        GridSpec grid, IReadOnlyList<ConvLayer> layers, LatentSpec latent, ContextModel context,
        string name, string note, Func<byte[], byte[]> sha256)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(latent);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(note);
        ArgumentNullException.ThrowIfNull(sha256);

        var file = new SectionBuilder();
        file.Zeros(EdgeModelFile.SectionsOffset);
        Append(file, "GRID", s => GridSection.Write(grid, s));
        Append(file, "NETW", s => NetworkSection.Write(layers, s));
        Append(file, "LATN", s => LatentSection.Write(latent, s));
        Append(file, "CTXM", s => ContextSection.Write(context, latent, s));
        if (name.Length > 0)
        {
            Append(file, "name", s => s.Raw(Encoding.UTF8.GetBytes(name)));
        }
        if (note.Length > 0)
        {
            Append(file, "note", s => s.Raw(Encoding.UTF8.GetBytes(note)));
        }
        byte[] bytes = file.Bytes.ToArray();
        Seal(bytes, EdgeModelIdentity.Compute(bytes, sha256), layers.Any(l => l.Depthwise) ? EdgeModelFile.VersionMinor : 0);
        // Arrays of a wrong length shift what follows them; the reader is the one place that knows the rules.
        EdgeModel.Parse(bytes);
        return bytes;
    }

    /// <summary>Fills in the header (ECM §1) of a file whose sections are complete.</summary>
    internal static void Seal(Span<byte> file, ReadOnlySpan<byte> identity, int versionMinor = 0)
    {
        EdgeModelFile.Magic.CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file[4..], EdgeModelFile.VersionMajor);
        BinaryPrimitives.WriteUInt16LittleEndian(file[6..], (ushort)versionMinor);
        BinaryPrimitives.WriteUInt32LittleEndian(file[8..], (uint)file.Length);
        identity.CopyTo(file[EdgeModelFile.IdentityOffset..]);
        BinaryPrimitives.WriteUInt32LittleEndian(file[EdgeModelFile.ChecksumOffset..], Crc32C.Compute(file[EdgeModelFile.ChecksumStart..]));
    }

    private static void Append(SectionBuilder file, string tag, Action<SectionBuilder> write)
    {
        var section = new SectionBuilder();
        try
        {
            write(section);
        }
        catch (OverflowException e)
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.ModelInvalid, $"Edge model section {tag}: a value does not fit its field.", -1, e);
        }
        file.Raw(Encoding.ASCII.GetBytes(tag));
        file.U32(section.Length);
        file.Raw(section.Bytes);
        file.Zeros(-section.Length & 7);
    }
}
