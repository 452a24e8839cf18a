using EdgeCodec.Tests;
using Xunit;

namespace EdgeCodec.Cloud.Tests.Onnx;

public class UncompressedReferenceTests
{
    private const string Grid =
        """{"fit":"stretch","channels":3,"depth":1,"height":96,"width":128,"minSource":32,"maxAspect16":64}""";

    private static readonly Size3 Size = new(1, 96, 128);

    [Fact]
    public void Open_Reference_StatesItsGrid()
    {
        using TemporaryFolder folder = Folder(Grid.Replace("stretch\"", "letterbox\",\"pad\":[128,127,0]", StringComparison.Ordinal));
        using Segmentor segmentor = Segmentor.Open(ModelFolder.Open(folder.Path));
        Assert.True(segmentor.Head.ReadsImage);
        Assert.Equal("none", segmentor.Head.Model);
        GridSpec grid = segmentor.Head.Grid!;
        Assert.Equal((GridFit.Letterbox, 3, Size, new Size3(1, 32, 32), 64), (grid.Fit, grid.Channels, grid.Size, grid.MinSource, grid.MaxAspect16));
        Assert.Equal(new byte[] { 128, 127, 0 }, grid.Pad);
        Assert.Equal((SampleTypes.U8, WindowMode.FullRange), (grid.SampleTypes, grid.WindowMode));
    }

    [Theory]
    [InlineData("stretch\"")]
    [InlineData("crop\"")]
    [InlineData("letterbox\",\"pad\":[255,255,255]")]
    public void SegmentImage_DarkDisc_GivesTheDisc(string fit)
    {
        using TemporaryFolder folder = Folder(Grid.Replace("stretch\"", fit, StringComparison.Ordinal));
        using Segmentor segmentor = Segmentor.Open(ModelFolder.Open(folder.Path));
        var disc = new Disc(340, 255);
        LabelMap map = segmentor.SegmentImage(disc.View);
        Assert.Equal((340, 255, 1), (map.Width, map.Height, map.Depth));
        Assert.InRange(Overlap.Of(map.Labels.Span, disc.Mask, 1).Dice, 0.98, 1);
    }

    [Fact]
    public void SegmentImage_OneColour_ReachesTheRightChannel()
    {
        // logits = red - 1/2 of green - 1/4 of blue - 0.4: true of red alone.
        using var folder = new TemporaryFolder();
        Dictionary<string, string> metadata = TestNetworks.HeadMetadata(null, m => m["edgecodec.grid"] = Grid);
        folder.Write("heads/lesion.onnx", TestNetworks.Build("image", 3, Size, "logits", 1, metadata, (graph, x) =>
            graph.Convolution(x, [1, -0.5f, -0.25f], [1, 3, 1, 1], [-0.4f], 1, [0, 0, 0, 0], 1)));
        using Segmentor segmentor = Segmentor.Open(ModelFolder.Open(folder.Path));
        byte[] colours = new byte[64 * 64 * 3];
        for (int channel = 0; channel < 3; channel++)
        {
            Array.Clear(colours);
            for (int i = channel; i < colours.Length; i += 3)
            {
                colours[i] = 255;
            }
            byte expected = channel == 0 ? (byte)1 : (byte)0;
            LabelMap map = segmentor.SegmentImage(PixelView.Packed(colours, SampleType.U8, 3, 64, 64));
            Assert.All(map.Labels.ToArray(), l => Assert.Equal(expected, l));
        }
    }

    [Fact]
    public void SegmentImage_ImageThatTheHeadDoesNotTake_IsAnErrorOfTheImage()
    {
        using TemporaryFolder folder = Folder(Grid);
        using Segmentor segmentor = Segmentor.Open(ModelFolder.Open(folder.Path));
        Errors.Expect(EdgeCodecStatus.ImageTooSmall, () => segmentor.SegmentImage(new Disc(31, 40).View));
        Errors.Expect(EdgeCodecStatus.ImageAspect, () => segmentor.SegmentImage(new Disc(400, 40).View));
        Errors.Expect(EdgeCodecStatus.ImageChannels, () => segmentor.SegmentImage(PixelView.Packed(new byte[1600], SampleType.U8, 1, 40, 40)));
        Errors.Expect(EdgeCodecStatus.ImageSampleType, () => segmentor.SegmentImage(PixelView.Packed(new byte[9600], SampleType.U16, 3, 40, 40)));
        Errors.Expect(EdgeCodecStatus.ImageInvalid, () => segmentor.SegmentImage(default));
    }

    [Fact]
    public void Segment_StreamToAReferenceAndImageToAHead_SayWhatIsNeeded()
    {
        using TemporaryFolder folder = Folder(Grid);
        using Segmentor reference = Segmentor.Open(ModelFolder.Open(folder.Path));
        using TestModel model = TestModel.Whole();
        using Segmentor coded = Segmentor.Open(model.Open());
        byte[] stream = model.Encode(new Disc(64, 48));
        CloudErrors.Expect(CloudStatus.ModelIncomplete, () => reference.Segment(stream), "uncompressed reference");
        CloudErrors.Expect(CloudStatus.ModelIncomplete, () => coded.SegmentImage(new Disc(64, 48).View), "encode the image");
    }

    [Fact]
    public void Open_HeadOfAnEdgeModelWithoutOne_IsOfAnotherModel()
    {
        EdgeModel edge = ThresholdModel.Parts(ThresholdModel.PictureGrid()).Build();
        using var folder = new TemporaryFolder();
        folder.Write("heads/lesion.onnx", TestNetworks.Head(edge));
        CloudErrors.Expect(CloudStatus.WrongModel, () => Segmentor.Open(ModelFolder.Open(folder.Path)), edge.IdentityHex, "no edge model");
    }

    [Theory]
    [InlineData("\"stretch\"", "\"squeeze\"")]
    [InlineData("\"stretch\"", "\"letterbox\"")]
    [InlineData("\"stretch\"", "\"stretch\",\"pad\":[0,0,0]")]
    [InlineData("\"stretch\"", "\"letterbox\",\"pad\":[0,0]")]
    [InlineData("\"stretch\"", "\"letterbox\",\"pad\":[0,0,256]")]
    [InlineData("\"stretch\"", "\"stretch\",\"mirror\":true")]
    [InlineData("\"channels\":3", "\"channels\":2")]
    [InlineData("\"channels\":3,", "")]
    [InlineData("\"height\":96", "\"height\":0")]
    [InlineData("\"height\":96", "\"height\":4097")]
    [InlineData("\"height\":96", "\"height\":\"96\"")]
    [InlineData("\"minSource\":32", "\"minSource\":0")]
    [InlineData("\"maxAspect16\":64", "\"maxAspect16\":15")]
    [InlineData("{", "[")]
    public void Open_OtherGrid_IsRefused(string part, string replacement)
    {
        using TemporaryFolder folder = Folder(Grid.Replace(part, replacement, StringComparison.Ordinal));
        CloudErrors.Expect(CloudStatus.MetadataInvalid, () => Segmentor.Open(ModelFolder.Open(folder.Path)), "edgecodec.grid", "expected a JSON object");
    }

    [Fact]
    public void Open_GridThatTheInputIsNot_IsRefused()
    {
        using TemporaryFolder folder = Folder(Grid.Replace("96", "100", StringComparison.Ordinal));
        CloudErrors.Expect(
            CloudStatus.TensorMismatch, () => Segmentor.Open(ModelFolder.Open(folder.Path)), "[N, 3, 96, 128], expected [N, 3, 100, 128]");
    }

    private static TemporaryFolder Folder(string grid)
    {
        var folder = new TemporaryFolder();
        folder.Write("heads/lesion.onnx", TestNetworks.ImageHead(Size, grid));
        return folder;
    }
}
