using System.Buffers.Binary;
using System.Text;

namespace EdgeCodec;

/// <summary>The outer layout of an <c>.ecm</c> file (ECM §1): header, checksum, sections.</summary>
internal static class EdgeModelFile
{
    public const int VersionMajor = 1;
    public const int VersionMinor = 1;
    public const int ChecksumOffset = 12;
    public const int ChecksumStart = 16;
    public const int IdentityOffset = 16;
    public const int IdentityBytes = 32;
    public const int SectionsOffset = 48;
    public const int SectionHeaderBytes = 8;
    public const int MaxNameBytes = 64;

    public static ReadOnlySpan<byte> Magic => "ECM\x1A"u8;

    /// <summary>The normative sections in their order.</summary>
    public static readonly string[] NormativeTags = ["GRID", "NETW", "LATN", "CTXM"];

    /// <summary>A section of the file: its tag and where its payload lies.</summary>
    internal readonly record struct Section(string Tag, int Start, int End)
    {
        public bool IsNormative => char.IsAsciiLetterUpper(Tag[0]);

        public int HeaderStart => Start - SectionHeaderBytes;

        /// <summary>End of the payload and its padding.</summary>
        public int PaddedEnd => (End + 7) & ~7;
    }

    /// <summary>Checks everything before the sections, in the order in which a reader can.</summary>
    public static void CheckHeader(ReadOnlySpan<byte> file)
    {
        uint length = CheckStart(file);
        if (length > file.Length)
        {
            throw Error(EdgeCodecStatus.ModelTruncated, $"the file has {file.Length} bytes, but file_length is {length}", file.Length);
        }
        if (length < file.Length)
        {
            throw Error(EdgeCodecStatus.ModelInvalid, $"file_length is {length}, but the file is longer", 8);
        }
        uint stated = BinaryPrimitives.ReadUInt32LittleEndian(file[ChecksumOffset..]);
        uint computed = Crc32C.Compute(file[ChecksumStart..]);
        if (stated != computed)
        {
            throw Error(EdgeCodecStatus.ModelDamaged, $"the checksum is {stated:x8}, but the content gives {computed:x8}", ChecksumOffset);
        }
    }

    /// <summary>Checks what comes before file_length, which it returns.</summary>
    /// <param name="file">The first <see cref="SectionsOffset"/> bytes at least, or all that there are.</param>
    public static uint CheckStart(ReadOnlySpan<byte> file)
    {
        int known = Math.Min(Magic.Length, file.Length);
        if (!file[..known].SequenceEqual(Magic[..known]))
        {
            throw Error(EdgeCodecStatus.NotAModel, $"the first bytes are {Convert.ToHexString(file[..known])}, expected 45434D1A", 0);
        }
        if (file.Length < 6)
        {
            throw Error(EdgeCodecStatus.ModelTruncated, $"the file has {file.Length} bytes, expected at least {SectionsOffset}", file.Length);
        }
        int major = BinaryPrimitives.ReadUInt16LittleEndian(file[4..]);
        if (major != VersionMajor)
        {
            throw Error(EdgeCodecStatus.ModelVersionUnsupported, $"version_major is {major}, expected {VersionMajor}", 4);
        }
        if (file.Length < SectionsOffset)
        {
            throw Error(EdgeCodecStatus.ModelTruncated, $"the file has {file.Length} bytes, expected at least {SectionsOffset}", file.Length);
        }
        return BinaryPrimitives.ReadUInt32LittleEndian(file[8..]);
    }

    /// <summary>The section whose header starts at <paramref name="offset"/>, a multiple of 8 before the file's end.</summary>
    public static Section ReadSection(ReadOnlySpan<byte> file, int offset)
    {
        if (file.Length - offset < SectionHeaderBytes)
        {
            throw Error(EdgeCodecStatus.ModelInvalid, $"{file.Length - offset} bytes follow the last section, expected a section or none", offset);
        }
        ReadOnlySpan<byte> tag = file.Slice(offset, 4);
        foreach (byte letter in tag)
        {
            if (!char.IsAsciiLetter((char)letter))
            {
                throw Error(EdgeCodecStatus.ModelInvalid, $"the section tag is {Convert.ToHexString(tag)}, expected four letters", offset);
            }
        }
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(file[(offset + 4)..]);
        int start = offset + SectionHeaderBytes;
        long paddedEnd = start + (((long)length + 7) & ~7L);
        string name = Encoding.ASCII.GetString(tag);
        if (paddedEnd > file.Length)
        {
            throw Error(
                EdgeCodecStatus.ModelInvalid, $"section {name} has length {length}, but {file.Length - start} bytes follow", offset + 4);
        }
        var section = new Section(name, start, start + (int)length);
        if (file[section.End..section.PaddedEnd].ContainsAnyExcept((byte)0))
        {
            throw Error(EdgeCodecStatus.ModelInvalid, $"the padding of section {name} is not zero", section.End);
        }
        return section;
    }

    public static EdgeCodecException Error(EdgeCodecStatus status, string what, int offset) =>
        new(status, $"Edge model, byte {offset}: {what}.", offset);
}
