using EdgeCodec.Training.Onnx;
using Xunit;

namespace EdgeCodec.Cloud.Tests.Onnx;

public class HeadMetadataTests
{
    [Fact]
    public void Open_Head_StatesWhatItIs()
    {
        using TestModel model = TestModel.Whole();
        using Segmentor segmentor = Segmentor.Open(model.Open());
        HeadInfo head = segmentor.Head;
        Assert.Equal(("lesion", 3, model.Edge.IdentityHex, false, false), (head.Name, head.Version, head.Model, head.ReadsImage, head.Softmax));
        Assert.Equal(["background", "lesion"], head.Labels);
        Assert.Null(head.Grid);
    }

    [Theory]
    [InlineData("kind", "decoder", "expected head")]
    [InlineData("kind", null, "edgecodec.kind")]
    [InlineData("model", null, "edgecodec.model")]
    [InlineData("head", "border", "expected lesion")]
    [InlineData("head", null, "edgecodec.head")]
    [InlineData("version", "0", "at least 1")]
    [InlineData("version", "-1", "at least 1")]
    [InlineData("version", "1.0", "at least 1")]
    [InlineData("version", "", "at least 1")]
    [InlineData("version", null, "edgecodec.version")]
    [InlineData("input", "image", "expected map")]
    [InlineData("input", null, "edgecodec.input")]
    [InlineData("activation", "relu", "sigmoid or softmax")]
    [InlineData("activation", null, "edgecodec.activation")]
    [InlineData("labels", "background", "JSON array")]
    [InlineData("labels", "null", "JSON array")]
    [InlineData("labels", "[]", "JSON array")]
    [InlineData("labels", """["background"]""", "JSON array")]
    [InlineData("labels", """["background","a","b"]""", "JSON array")]
    [InlineData("labels", """["background",null]""", "JSON array")]
    [InlineData("labels", """["background","  "]""", "JSON array")]
    [InlineData("labels", """["lesion","lesion"]""", "JSON array")]
    [InlineData("labels", "[1,2]", "JSON array")]
    [InlineData("labels", null, "edgecodec.labels")]
    public void Open_OtherMetadata_IsRefused(string key, string? value, string words)
    {
        using TestModel model = TestModel.Whole();
        model.Write("heads/lesion.onnx", TestNetworks.Head(model.Edge, m => FeatureDecoderTests.Set(m, key, value)));
        CloudErrors.Expect(CloudStatus.MetadataInvalid, () => Segmentor.Open(model.Open()), "lesion.onnx", words);
    }

    [Fact]
    public void Open_HeadOfAnotherEdgeModel_NamesBoth()
    {
        using TestModel model = TestModel.Whole();
        EdgeModel other = ThresholdModel.Parts(ThresholdModel.PictureGrid(), name: "other", threshold: 90).Build();
        model.Write("heads/lesion.onnx", TestNetworks.Head(other));
        CloudErrors.Expect(
            CloudStatus.WrongModel, () => Segmentor.Open(model.Open()), "'other'", other.IdentityHex, "'threshold'", model.Edge.IdentityHex);
    }

    [Fact]
    public void Open_LogitsThatDoNotMatchTheLabels_AreRefused()
    {
        using TestModel model = TestModel.Whole();
        model.Write("heads/lesion.onnx", TestNetworks.Tamper(TestNetworks.SoftmaxHead(model.Edge), m =>
            m.MetadataProps.Single(p => p.Key == "edgecodec.labels").Value = """["background","lesion"]"""));
        CloudErrors.Expect(CloudStatus.TensorMismatch, () => Segmentor.Open(model.Open()), "[N, 3, 48, 64], expected [N, 2, 48, 64]");
    }

    [Fact]
    public void Open_InputOfAnotherType_IsRefused()
    {
        using TestModel model = TestModel.Whole();
        const int Double = 11;
        var graph = new OnnxGraph("test", halfWeights: false);
        graph.Output(graph.Input("map", 1, 48, 64), "logits", 1, 48, 64);
        byte[] onnx = TestNetworks.Tamper(graph.ToBytes(TestNetworks.HeadMetadata(model.Edge, null)), m =>
        {
            m.Graph.Input[0].Type.TensorType.ElemType = Double;
            m.Graph.Output[0].Type.TensorType.ElemType = Double;
        });
        model.Write("heads/lesion.onnx", onnx);
        CloudErrors.Expect(CloudStatus.TensorMismatch, () => Segmentor.Open(model.Open()), "Double", "expected a float tensor");
    }
}
