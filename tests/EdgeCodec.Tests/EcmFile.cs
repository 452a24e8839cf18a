using System.Buffers.Binary;
using System.Text;

namespace EdgeCodec.Tests;

/// <summary>An edge model's file taken apart, for tests that break one rule of it and seal it again.</summary>
internal sealed class EcmFile
{
    private const int HeaderBytes = 48;

    private EcmFile(byte[] identity, List<(string Tag, byte[] Payload)> sections)
    {
        Identity = identity;
        Sections = sections;
    }

    public byte[] Identity { get; }

    public List<(string Tag, byte[] Payload)> Sections { get; }

    public static EcmFile Read(byte[] file)
    {
        var sections = new List<(string, byte[])>();
        for (int at = HeaderBytes; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 4));
            sections.Add((Encoding.ASCII.GetString(file, at, 4), file.AsSpan(at + 8, length).ToArray()));
            at += 8 + ((length + 7) & ~7);
        }
        return new EcmFile(file[16..48], sections);
    }

    public byte[] Payload(string tag) => Sections.Single(s => s.Tag == tag).Payload;

    /// <summary>Offset in the file of a byte of a section's payload.</summary>
    public int OffsetOf(string tag, int inPayload)
    {
        int at = HeaderBytes;
        foreach ((string name, byte[] payload) in Sections)
        {
            if (name == tag)
            {
                return at + 8 + inPayload;
            }
            at += 8 + ((payload.Length + 7) & ~7);
        }
        throw new ArgumentException(tag);
    }

    public EcmFile Replace(string tag, byte[] payload)
    {
        int index = Sections.FindIndex(s => s.Tag == tag);
        Sections[index] = (tag, payload);
        return this;
    }

    /// <summary>Overwrites bytes of a section's payload.</summary>
    public EcmFile Poke(string tag, int offset, params byte[] bytes)
    {
        bytes.CopyTo(Payload(tag).AsSpan(offset));
        return this;
    }

    public EcmFile Poke32(string tag, int offset, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Payload(tag).AsSpan(offset), value);
        return this;
    }

    /// <summary>The file with right length and checksum, whatever its sections hold.</summary>
    public byte[] Write()
    {
        var file = new List<byte>(new byte[HeaderBytes]);
        foreach ((string tag, byte[] payload) in Sections)
        {
            file.AddRange(Encoding.Latin1.GetBytes(tag));
            file.AddRange(BitConverter.GetBytes(payload.Length));
            file.AddRange(payload);
            file.AddRange(new byte[-payload.Length & 7]);
        }
        return Seal([.. file], Identity);
    }

    public static byte[] Seal(byte[] file, byte[] identity)
    {
        EdgeModelWriter.Seal(file, identity);
        return file;
    }
}
