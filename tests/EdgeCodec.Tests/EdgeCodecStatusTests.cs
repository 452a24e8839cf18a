using Xunit;

namespace EdgeCodec.Tests;

/// <summary>The values are part of the C ABI: they may be appended to, never changed.</summary>
public class EdgeCodecStatusTests
{
    private static readonly (EdgeCodecStatus Status, int Value)[] Pinned =
    [
        (EdgeCodecStatus.Ok, 0),
        (EdgeCodecStatus.InvalidArgument, 1),
        (EdgeCodecStatus.NullArgument, 2),
        (EdgeCodecStatus.InvalidHandle, 3),
        (EdgeCodecStatus.InvalidStructSize, 4),
        (EdgeCodecStatus.Busy, 5),
        (EdgeCodecStatus.AbiVersionUnsupported, 6),
        (EdgeCodecStatus.OutOfOrder, 7),
        (EdgeCodecStatus.Cancelled, 8),
        (EdgeCodecStatus.Forked, 9),
        (EdgeCodecStatus.NotAModel, 10),
        (EdgeCodecStatus.ModelVersionUnsupported, 11),
        (EdgeCodecStatus.ModelTruncated, 12),
        (EdgeCodecStatus.ModelDamaged, 13),
        (EdgeCodecStatus.ModelInvalid, 14),
        (EdgeCodecStatus.ModelSectionUnknown, 15),
        (EdgeCodecStatus.ModelUnreadable, 16),
        (EdgeCodecStatus.ModelIdentityMismatch, 17),
        (EdgeCodecStatus.ModelTooCostly, 18),
        (EdgeCodecStatus.ImageInvalid, 20),
        (EdgeCodecStatus.ImageChannels, 21),
        (EdgeCodecStatus.ImageSampleType, 22),
        (EdgeCodecStatus.ImageTooSmall, 23),
        (EdgeCodecStatus.ImageTooLarge, 24),
        (EdgeCodecStatus.ImageAspect, 25),
        (EdgeCodecStatus.WindowRequired, 26),
        (EdgeCodecStatus.WindowNotAllowed, 27),
        (EdgeCodecStatus.WindowInvalid, 28),
        (EdgeCodecStatus.NotAStream, 30),
        (EdgeCodecStatus.StreamVersionUnsupported, 31),
        (EdgeCodecStatus.StreamHeaderInvalid, 32),
        (EdgeCodecStatus.WrongModel, 33),
        (EdgeCodecStatus.StreamTruncated, 34),
        (EdgeCodecStatus.StreamDamaged, 35),
        (EdgeCodecStatus.StreamBlockUnknown, 36),
        (EdgeCodecStatus.StreamTrailingBytes, 37),
        (EdgeCodecStatus.StreamStalled, 38),
        (EdgeCodecStatus.BufferTooSmall, 40),
        (EdgeCodecStatus.NotALabelMap, 50),
        (EdgeCodecStatus.LabelMapVersionUnsupported, 51),
        (EdgeCodecStatus.LabelMapHeaderInvalid, 52),
        (EdgeCodecStatus.LabelMapTruncated, 53),
        (EdgeCodecStatus.LabelMapDamaged, 54),
        (EdgeCodecStatus.WrongStream, 55),
        (EdgeCodecStatus.RowsOutOfOrder, 60),
        (EdgeCodecStatus.RowsMissing, 61),
        (EdgeCodecStatus.BytesPending, 62),
        (EdgeCodecStatus.Internal, 90),
        (EdgeCodecStatus.OutOfMemory, 91),
        (EdgeCodecStatus.RunnerFailed, 92),
    ];

    [Fact]
    public void Values_AllStatuses_ArePinned()
    {
        Assert.All(Pinned, p => Assert.Equal(p.Value, (int)p.Status));
        Assert.Equal(Pinned.Select(p => p.Status), Enum.GetValues<EdgeCodecStatus>());
    }

    [Fact]
    public void Message_EveryStatus_HasATextOfItsOwn()
    {
        string[] texts = Pinned.Select(p => p.Status.Message()).ToArray();
        Assert.Equal(texts.Length, texts.Distinct().Count());
        Assert.DoesNotContain("unknown status", texts);
        Assert.Equal("unknown status", ((EdgeCodecStatus)77).Message());
    }

    [Fact]
    public void Crc32C_CheckValue_IsThatOfTheCatalogue() =>
        // The published check value of CRC-32/ISCSI over "123456789".
        Assert.Equal(0xE3069283u, Crc32C.Compute("123456789"u8));

    [Fact]
    public void Crc32C_Pieces_GiveTheSameAsTheWhole()
    {
        byte[] data = new SplitMix(1).Bytes(100);
        for (int cut = 0; cut <= data.Length; cut++)
        {
            var crc = new Crc32C();
            crc.Append(data.AsSpan(0, cut));
            crc.Append(data.AsSpan(cut));
            Assert.Equal(Crc32C.Compute(data), crc.Value);
        }
    }
}
