using Xunit;

namespace EdgeCodec.Tests.Imaging;

public class PixelViewTests
{
    [Fact]
    public void Packed_Sizes_GiveInterleavedStrides()
    {
        var view = PixelView.Packed(new byte[2 * 3 * 4 * 5 * 6], SampleType.U16, 3, 4, 5, 6);
        Assert.Equal((2, 6, 24, 120), (view.ChannelStride, view.ColumnStride, view.RowStride, view.SliceStride));
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 0)]
    [InlineData(-1, 1, 1)]
    [InlineData(1, int.MinValue, 1)]
    public void Create_SizeBelowOne_IsImageInvalid(int width, int height, int depth) =>
        Errors.Expect(EdgeCodecStatus.ImageInvalid, () => PixelView.Packed(new byte[8], SampleType.U8, 1, width, height, depth));

    [Theory]
    [InlineData(65536, 1, 1)]
    [InlineData(1, int.MaxValue, 1)]
    [InlineData(65535, 65535, 65535)]
    [InlineData(65535, 65535, 17)]
    public void Create_SizeBeyondTheFormat_IsImageTooLarge(int width, int height, int depth) =>
        Errors.Expect(EdgeCodecStatus.ImageTooLarge, () => PixelView.Packed(new byte[8], SampleType.U8, 1, width, height, depth));

    [Fact]
    public void Create_NoData_IsImageInvalid() =>
        Errors.Expect(EdgeCodecStatus.ImageInvalid, () => PixelView.Packed(default, SampleType.U8, 1, 1, 1));

    [Theory]
    [InlineData(SampleType.U8, 3, 11)]
    [InlineData(SampleType.S16, 3, 23)]
    [InlineData(SampleType.U16, 1, 7)]
    public void Create_DataOneByteShort_IsImageInvalid(SampleType type, int channels, int bytes)
    {
        Errors.Expect(EdgeCodecStatus.ImageInvalid, () => PixelView.Packed(new byte[bytes], type, channels, 2, 2));
        Assert.Equal(2, PixelView.Packed(new byte[bytes + 1], type, channels, 2, 2).Width);
    }

    [Theory]
    [InlineData(long.MaxValue, 1, 4, 8)]
    [InlineData(1, long.MaxValue / 2, 4, 8)]
    [InlineData(1, 1, 1L << 62, 8)]
    [InlineData(1, 1, 4, long.MaxValue)]
    [InlineData(1, 1, 4, 0)]
    [InlineData(1, 1, 0, 8)]
    [InlineData(1, 0, 4, 8)]
    [InlineData(0, 1, 4, 8)]
    [InlineData(1, 1, -4, 8)]
    [InlineData(1, 1, 4, long.MinValue)]
    public void Create_StrideThatOverflowsOrIsZeroOrLeavesTheData_IsImageInvalid(long channel, long column, long row, long slice) =>
        Errors.Expect(
            EdgeCodecStatus.ImageInvalid, () => _ = new PixelView(new byte[64], SampleType.U8, 3, 2, 2, 2, channel, column, row, slice).Width);

    [Fact]
    public void Create_StrideOfAnAxisOfOne_IsNotLookedAt() =>
        Assert.Equal(1, new PixelView(new byte[1], SampleType.U8, 1, 1, 1, 1, -1, long.MinValue, 0, long.MaxValue).Width);

    [Theory]
    [InlineData(1, 0, -1, -2, -4, 7, 8)]
    [InlineData(1, 0, 1, -2, 4, 2, 8)]
    [InlineData(3, -1, 3, 6, 12, 2, 24)]
    [InlineData(3, 8, 4, -2, 1, 2, 24)]
    public void Create_NegativeStridesFromAnOrigin_MayReachTheDatasEndsAndNoFurther(
        int channels, long channel, long column, long row, long slice, long origin, int bytes)
    {
        Assert.Equal(origin, Create(bytes, origin));
        Errors.Expect(EdgeCodecStatus.ImageInvalid, () => Create(bytes - 1, origin));
        Errors.Expect(EdgeCodecStatus.ImageInvalid, () => Create(bytes, origin - 1));
        Errors.Expect(EdgeCodecStatus.ImageInvalid, () => Create(bytes, origin + 1));

        long Create(int length, long at) =>
            new PixelView(new byte[length], SampleType.U8, channels, 2, 2, 2, channel, column, row, slice, at).Origin;
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    [InlineData(9)]
    [InlineData(long.MaxValue)]
    public void Create_OriginOutsideTheData_IsImageInvalid(long origin) =>
        Errors.Expect(EdgeCodecStatus.ImageInvalid, () => _ = new PixelView(new byte[8], SampleType.U8, 1, 1, 1, 1, 0, 0, 0, 0, origin).Width);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(-1)]
    public void Create_ChannelsOtherThanOneOrThree_IsImageChannels(int channels) =>
        Errors.Expect(EdgeCodecStatus.ImageChannels, () => PixelView.Packed(new byte[64], SampleType.U8, channels, 2, 2));

    [Fact]
    public void Create_UnknownSampleType_IsInvalidArgument() =>
        Errors.Expect(EdgeCodecStatus.InvalidArgument, () => PixelView.Packed(new byte[64], (SampleType)3, 1, 2, 2));
}
