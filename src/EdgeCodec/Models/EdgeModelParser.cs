using System.Collections.Immutable;
using System.Text;

namespace EdgeCodec;

/// <summary>Reads an <c>.ecm</c> file (ECM §1). Strict: every rule of ECM.md holds for what comes out.</summary>
internal static class EdgeModelParser
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static EdgeModel Parse(ReadOnlySpan<byte> file)
    {
        EdgeModelFile.CheckHeader(file);
        GridSpec? grid = null;
        ImmutableArray<ConvLayer> layers = default;
        Size3 output = default;
        LatentSpec? latent = null;
        ContextModel? context = null;
        string? name = null;
        string? note = null;
        int normative = 0;
        for (int offset = EdgeModelFile.SectionsOffset; offset < file.Length;)
        {
            EdgeModelFile.Section section = EdgeModelFile.ReadSection(file, offset);
            if (section.IsNormative)
            {
                CheckOrder(section, normative++);
            }
            var reader = new SectionReader(file, section.Start, section.End, section.Tag);
            switch (section.Tag)
            {
                case "GRID":
                    grid = GridSection.Read(ref reader);
                    break;
                case "NETW":
                    layers = NetworkSection.Read(ref reader, grid!, out output);
                    break;
                case "LATN":
                    latent = LatentSection.Read(ref reader, output, layers[^1].OutChannels);
                    break;
                case "CTXM":
                    context = ContextSection.Read(ref reader, latent!);
                    break;
                case "name":
                    CheckOnce(section, name);
                    name = ReadName(file, section);
                    break;
                case "note":
                    CheckOnce(section, note);
                    note = ReadText(file, section);
                    break;
            }
            offset = section.PaddedEnd;
        }
        if (normative < EdgeModelFile.NormativeTags.Length)
        {
            throw EdgeModelFile.Error(
                EdgeCodecStatus.ModelInvalid, $"section {EdgeModelFile.NormativeTags[normative]} is missing", file.Length);
        }
        byte[] identity = file.Slice(EdgeModelFile.IdentityOffset, EdgeModelFile.IdentityBytes).ToArray();
        return new EdgeModel(identity, name ?? "", note ?? "", grid!, layers, latent!, context!);
    }

    private static void CheckOrder(EdgeModelFile.Section section, int index)
    {
        if (Array.IndexOf(EdgeModelFile.NormativeTags, section.Tag) < 0)
        {
            throw EdgeModelFile.Error(
                EdgeCodecStatus.ModelSectionUnknown, $"normative section {section.Tag} is unknown to this version", section.HeaderStart);
        }
        string expected = index < EdgeModelFile.NormativeTags.Length ? EdgeModelFile.NormativeTags[index] : "no further one";
        if (section.Tag != expected)
        {
            throw EdgeModelFile.Error(
                EdgeCodecStatus.ModelInvalid, $"normative section {section.Tag} is out of order, expected {expected}", section.HeaderStart);
        }
    }

    private static void CheckOnce(EdgeModelFile.Section section, string? value)
    {
        if (value is not null)
        {
            throw EdgeModelFile.Error(
                EdgeCodecStatus.ModelInvalid, $"section {section.Tag} appears twice, expected at most once", section.HeaderStart);
        }
    }

    private static string ReadName(ReadOnlySpan<byte> file, EdgeModelFile.Section section)
    {
        ReadOnlySpan<byte> bytes = file[section.Start..section.End];
        if (bytes.Length > EdgeModelFile.MaxNameBytes)
        {
            throw EdgeModelFile.Error(
                EdgeCodecStatus.ModelInvalid, $"the name has {bytes.Length} bytes, expected at most {EdgeModelFile.MaxNameBytes}", section.Start);
        }
        for (int i = 0; i < bytes.Length; i++)
        {
            char letter = (char)bytes[i];
            if (!char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && letter is not ('.' or '_' or '-'))
            {
                throw EdgeModelFile.Error(
                    EdgeCodecStatus.ModelInvalid, $"the name has byte 0x{bytes[i]:x2}, expected a-z, 0-9, '.', '_' or '-'", section.Start + i);
            }
        }
        return Encoding.ASCII.GetString(bytes);
    }

    private static string ReadText(ReadOnlySpan<byte> file, EdgeModelFile.Section section)
    {
        try
        {
            return StrictUtf8.GetString(file[section.Start..section.End]);
        }
        catch (DecoderFallbackException)
        {
            throw EdgeModelFile.Error(EdgeCodecStatus.ModelInvalid, $"section {section.Tag} is not UTF-8", section.Start);
        }
    }
}
