using System.Buffers.Binary;
using System.Text;
using Xunit;

namespace EdgeCodec.Tests.Models;

/// <summary>ECM §1: header, checksum, sections.</summary>
public class EdgeModelFileTests
{
    private static readonly byte[] Good = RandomModels.Volume(1).Write();

    [Fact]
    public void Parse_EveryTruncation_IsTruncated()
    {
        for (int length = 0; length < Good.Length; length++)
        {
            Errors.Expect(EdgeCodecStatus.ModelTruncated, () => EdgeModel.Parse(Good.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Parse_EveryBitFlip_IsAnError()
    {
        // Outside the header every flip meets the checksum; one byte in 16 is enough there.
        for (int at = 0; at < Good.Length; at += at < 64 ? 1 : 16)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] damaged = [.. Good];
                damaged[at] ^= (byte)(1 << bit);
                if (at is 6 or 7)
                {
                    // version_minor: any is accepted, and it is not in the checksum.
                    Assert.Equal(RandomModels.Volume(1).Name, EdgeModel.Parse(damaged).Name);
                    continue;
                }
                EdgeCodecStatus expected = at switch
                {
                    < 4 => EdgeCodecStatus.NotAModel,
                    < 6 => EdgeCodecStatus.ModelVersionUnsupported,
                    >= 8 and < 12 => EdgeCodecStatus.ModelTruncated,
                    _ => EdgeCodecStatus.ModelDamaged,
                };
                EdgeCodecException e = Assert.Throws<EdgeCodecException>(() => EdgeModel.Parse(damaged));
                bool isShorter = at is >= 8 and < 12 && e.Status == EdgeCodecStatus.ModelInvalid;
                Assert.True(e.Status == expected || isShorter, $"byte {at}: {e.Message}");
            }
        }
    }

    [Fact]
    public void Parse_TrailingBytes_AreInvalid() =>
        Errors.Expect(EdgeCodecStatus.ModelInvalid, () => EdgeModel.Parse([.. Good, 0, 0, 0, 0, 0, 0, 0, 0]));

    [Theory]
    [InlineData("GIF89a, and then some more bytes to fill a header of 48.")]
    [InlineData("E")]
    public void Parse_OtherFile_IsNotAModelOrTruncated(string text)
    {
        EdgeCodecStatus expected = text == "E" ? EdgeCodecStatus.ModelTruncated : EdgeCodecStatus.NotAModel;
        Errors.Expect(expected, () => EdgeModel.Parse(Encoding.ASCII.GetBytes(text)));
    }

    [Fact]
    public void Parse_NewerMajor_IsUnsupported()
    {
        byte[] file = [.. Good];
        file[4] = 2;
        EdgeCodecException e = Errors.Expect(EdgeCodecStatus.ModelVersionUnsupported, () => EdgeModel.Parse(file));
        Assert.Equal(4, e.Offset);
    }

    [Theory]
    [InlineData("GRID")]
    [InlineData("NETW")]
    [InlineData("LATN")]
    [InlineData("CTXM")]
    public void Parse_MissingTwiceOrOutOfOrderSection_IsInvalid(string tag)
    {
        EcmFile missing = EcmFile.Read(Good);
        int index = missing.Sections.FindIndex(s => s.Tag == tag);
        var section = missing.Sections[index];
        missing.Sections.RemoveAt(index);
        Errors.Expect(EdgeCodecStatus.ModelInvalid, () => EdgeModel.Parse(missing.Write()));

        EcmFile twice = EcmFile.Read(Good);
        twice.Sections.Insert(index, section);
        Errors.Expect(EdgeCodecStatus.ModelInvalid, () => EdgeModel.Parse(twice.Write()));

        missing.Sections.Insert(index == 0 ? 1 : 0, section);
        Errors.Expect(EdgeCodecStatus.ModelInvalid, () => EdgeModel.Parse(missing.Write()));
    }

    [Fact]
    public void Parse_NoSections_IsInvalid()
    {
        EcmFile empty = EcmFile.Read(Good);
        empty.Sections.Clear();
        EdgeCodecException e = Errors.Expect(EdgeCodecStatus.ModelInvalid, () => EdgeModel.Parse(empty.Write()));
        Assert.Contains("GRID is missing", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_UnknownSections_AreRefusedIfNormativeAndSkippedIfNot()
    {
        EcmFile file = EcmFile.Read(Good);
        file.Sections.Insert(2, ("free", [1, 2, 3]));
        file.Sections.Add(("fREE", []));
        Assert.Equal(RandomModels.Volume(1).Name, EdgeModel.Parse(file.Write()).Name);
        file.Sections.Insert(1, ("XTRA", []));
        EdgeCodecException e = Errors.Expect(EdgeCodecStatus.ModelSectionUnknown, () => EdgeModel.Parse(file.Write()));
        Assert.Contains("XTRA", e.Message, StringComparison.Ordinal);
        Assert.Equal(file.OffsetOf("XTRA", -8), e.Offset);
    }

    [Theory]
    [InlineData("gr1d")]
    [InlineData("\0\0\0\0")]
    [InlineData("n me")]
    [InlineData("nam\u00e9")]
    public void Parse_TagThatIsNotFourLetters_IsInvalid(string tag)
    {
        EcmFile file = EcmFile.Read(Good);
        file.Sections.Add((tag, []));
        Errors.Expect(EdgeCodecStatus.ModelInvalid, () => EdgeModel.Parse(file.Write()));
    }

    [Theory]
    [InlineData(uint.MaxValue)]
    [InlineData(uint.MaxValue - 7)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(9u)]
    public void Parse_SectionLengthBeyondTheFile_IsInvalid(uint length)
    {
        EcmFile file = EcmFile.Read(Good);
        file.Sections.Add(("last", new byte[8]));
        byte[] bytes = file.Write();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 12), length);
        EdgeCodecException e = Errors.Expect(EdgeCodecStatus.ModelInvalid, () => EdgeModel.Parse(EcmFile.Seal(bytes, file.Identity)));
        Assert.Equal(bytes.Length - 12, e.Offset);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    public void Parse_BytesTooFewForASection_AreInvalid(int count) => Errors.Expect(
        EdgeCodecStatus.ModelInvalid,
        () => EdgeModel.Parse(EcmFile.Seal([.. Good, .. new byte[count]], Good[16..48])));

    [Fact]
    public void Parse_PaddingThatIsNotZero_IsInvalid()
    {
        EcmFile file = EcmFile.Read(Good);
        file.Sections.Add(("last", [1, 2, 3]));
        byte[] bytes = file.Write();
        bytes[^1] = 1;
        EdgeCodecException e = Errors.Expect(EdgeCodecStatus.ModelInvalid, () => EdgeModel.Parse(EcmFile.Seal(bytes, file.Identity)));
        Assert.Contains("padding of section last", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("note")]
    public void Parse_OptionalSectionTwice_IsInvalid(string tag)
    {
        EcmFile file = EcmFile.Read(Good);
        file.Sections.Add((tag, "x"u8.ToArray()));
        Errors.Expect(EdgeCodecStatus.ModelInvalid, () => EdgeModel.Parse(file.Write()));
    }

    [Fact]
    public void Parse_NoNameOrNote_GivesEmptyOnes()
    {
        EcmFile file = EcmFile.Read(Good);
        file.Sections.RemoveAll(s => s.Tag is "name" or "note");
        EdgeModel model = EdgeModel.Parse(file.Write());
        Assert.Equal(("", ""), (model.Name, model.Note));
        Assert.StartsWith("unnamed (", model.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Upper")]
    [InlineData("with space")]
    [InlineData("slash/")]
    [InlineData("\u00e9")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Parse_NameOutsideItsAlphabetOrTooLong_IsInvalid(string name)
    {
        EcmFile file = EcmFile.Read(Good).Replace("name", Encoding.UTF8.GetBytes(name));
        Errors.Expect(EdgeCodecStatus.ModelInvalid, () => EdgeModel.Parse(file.Write()));
        Errors.Expect(EdgeCodecStatus.ModelInvalid, () => (RandomModels.Volume(1) with { Name = name }).Write());
    }

    [Fact]
    public void Parse_NoteThatIsNotUtf8_IsInvalid()
    {
        EcmFile file = EcmFile.Read(Good).Replace("note", [0x61, 0xC3, 0x28]);
        Errors.Expect(EdgeCodecStatus.ModelInvalid, () => EdgeModel.Parse(file.Write()));
        Assert.Equal("h\u00e9 \u4f60", (RandomModels.Volume(1) with { Note = "h\u00e9 \u4f60" }).Build().Note);
    }
}
