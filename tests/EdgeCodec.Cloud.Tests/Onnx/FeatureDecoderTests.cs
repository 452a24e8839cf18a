using EdgeCodec.Tests;
using EdgeCodec.Training.Onnx;
using Xunit;

namespace EdgeCodec.Cloud.Tests.Onnx;

public class FeatureDecoderTests
{
    [Fact]
    public void Decode_DarkDisc_GivesTheGridsMask()
    {
        using TestModel model = TestModel.Whole();
        using var decoder = new FeatureDecoder(model.Open());
        DecodedUnit stream = model.Decoded(new Disc(200, 150));
        FeatureMap map = decoder.Decode([stream])[0];
        Assert.Equal((1, 48, 64), (map.Depth, map.Height, map.Width));
        Assert.Equal(stream.Latent.Bits.ToArray().Select(b => (float)b), map.Values.ToArray());
        Assert.Contains(1f, map.Values.ToArray());
        Assert.Contains(0f, map.Values.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Decode_Batches_EqualSingles(int batchSize)
    {
        using TestModel model = TestModel.Whole(latentLayers: 2);
        using var decoder = new FeatureDecoder(model.Open()) { BatchSize = batchSize };
        DecodedUnit[] streams = [.. Enumerable.Range(0, 7).Select(i => model.Decoded(new Disc(90 + i, 70, shift: i / 20.0), layers: 1 + (i % 2)))];
        FeatureMap[] together = decoder.Decode(streams);
        for (int i = 0; i < streams.Length; i++)
        {
            Assert.Equal(decoder.Decode([streams[i]])[0].Values.ToArray(), together[i].Values.ToArray());
        }
        Assert.NotEqual(together[0].Values.ToArray(), together[2].Values.ToArray());
        Assert.Empty(decoder.Decode([]));
    }

    [Fact]
    public void Decode_MissingLayer_EntersTheNetworkAsZero()
    {
        var edge = ThresholdModel.Parts(ThresholdModel.PictureGrid(), latentLayers: 2);
        using var model = new TestModel(edge);
        // map = first channel + 10 * second channel.
        model.Write("decoder.onnx", TestNetworks.Build(
            "latent", 2, edge.Grid.Size, "map", 1, TestNetworks.DecoderMetadata(model.Edge, null),
            (graph, x) => graph.Convolution(x, [1, 10], [1, 2, 1, 1], [0], 1, [0, 0, 0, 0], 1)));
        using var decoder = new FeatureDecoder(model.Open());
        var disc = new Disc(100, 80);
        DecodedUnit[] streams = [model.Decoded(disc), model.Decoded(disc, layers: 1)];
        FeatureMap[] maps = decoder.Decode(streams);
        ReadOnlySpan<byte> bits = streams[0].Latent.Bits;
        for (int i = 0; i < maps[0].Values.Length; i++)
        {
            Assert.Equal(bits[i] == 1 ? 11f : -11f, maps[0].Values.Span[i]);
            Assert.Equal(bits[i] == 1 ? 1f : -1f, maps[1].Values.Span[i]);
        }
    }

    [Fact]
    public void Decode_StreamOfAnotherModel_NamesBoth()
    {
        using TestModel model = TestModel.Whole();
        using var other = new TestModel(ThresholdModel.Parts(ThresholdModel.PictureGrid(), name: "other", threshold: 90));
        using var decoder = new FeatureDecoder(model.Open());
        DecodedUnit stranger = other.Decoded(new Disc(64, 48));
        var e = Errors.Expect(EdgeCodecStatus.WrongModel, () => decoder.Decode([model.Decoded(new Disc(64, 48)), stranger]));
        Assert.Contains(other.Edge.IdentityHex[..4], e.Message, StringComparison.Ordinal);
        Assert.Contains(model.Edge.IdentityHex[..16], e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_StreamOfAModelWhoseTagIsTheSame_IsRefusedToo()
    {
        using TestModel model = TestModel.Whole();
        using var decoder = new FeatureDecoder(model.Open());
        DecodedUnit own = model.Decoded(new Disc(64, 48));
        string other = model.Edge.IdentityHex[..4] + new string('0', 60);
        Errors.Expect(EdgeCodecStatus.WrongModel, () => decoder.Decode([own with { ModelIdentity = other }]));
        Assert.Single(decoder.Decode([own]));
    }

    [Fact]
    public void Open_DecoderOfAnotherEdgeModel_NamesBoth()
    {
        using TestModel model = TestModel.Whole();
        EdgeModel other = ThresholdModel.Parts(ThresholdModel.PictureGrid(), name: "other", threshold: 90).Build();
        model.Write("decoder.onnx", TestNetworks.Decoder(other));
        CloudErrors.Expect(
            CloudStatus.WrongModel, () => _ = new FeatureDecoder(model.Open()), "decoder.onnx", "'other'", other.IdentityHex, "'threshold'", model.Edge.IdentityHex);
    }

    [Theory]
    [InlineData("kind", "head", "decoder")]
    [InlineData("kind", null, "edgecodec.kind")]
    [InlineData("model", null, "edgecodec.model")]
    public void Open_OtherMetadata_IsRefused(string key, string? value, string word)
    {
        using TestModel model = TestModel.Whole();
        model.Write("decoder.onnx", TestNetworks.Decoder(model.Edge, m => Set(m, key, value)));
        CloudErrors.Expect(CloudStatus.MetadataInvalid, () => _ = new FeatureDecoder(model.Open()), "decoder.onnx", word);
    }

    [Fact]
    public void Open_DecoderOfNoEdgeModel_IsOfAnotherModel()
    {
        using TestModel model = TestModel.Whole();
        model.Write("decoder.onnx", TestNetworks.Decoder(model.Edge, m => m["edgecodec.model"] = "none"));
        CloudErrors.Expect(CloudStatus.WrongModel, () => _ = new FeatureDecoder(model.Open()), "no edge model", model.Edge.IdentityHex);
    }

    [Theory]
    [InlineData("input", 1, "map", 1, 48, 64, "'latent' alone")]
    [InlineData("latent", 1, "output", 1, 48, 64, "'map' alone")]
    [InlineData("latent", 2, "map", 1, 48, 64, "[N, 2, 48, 64], expected [N, 1, 48, 64]")]
    [InlineData("latent", 1, "map", 2, 48, 64, "'map' of 2 channels, expected 1 or 3")]
    [InlineData("latent", 1, "map", 1, 64, 48, "[N, 1, 64, 48], expected [N, 1, 48, 64]")]
    public void Open_OtherTensors_AreRefused(string input, int channels, string output, int outputs, int height, int width, string words)
    {
        using TestModel model = TestModel.Whole();
        model.Write("decoder.onnx", TestNetworks.Build(
            input, channels, new Size3(1, height, width), output, outputs, TestNetworks.DecoderMetadata(model.Edge, null),
            (graph, x) => graph.Convolution(x, new float[channels * outputs], [outputs, channels, 1, 1], new float[outputs], 1, [0, 0, 0, 0], 1)));
        CloudErrors.Expect(CloudStatus.TensorMismatch, () => _ = new FeatureDecoder(model.Open()), "decoder.onnx", words);
    }

    [Fact]
    public void Decode_ThreeChannels_OfAnAutoEncoder_AreReadByHeadsOfThreeOnly()
    {
        using TestModel model = TestModel.Whole();
        model.Write("decoder.onnx", TestNetworks.Build(
            "latent", 1, model.Edge.Grid.Size, "map", 3, TestNetworks.DecoderMetadata(model.Edge, null),
            (graph, x) => graph.Concat(x, graph.Affine(x, 2, 0), graph.Affine(x, 3, 0))));
        using var decoder = new FeatureDecoder(model.Open());
        DecodedUnit stream = model.Decoded(new Disc(200, 150));
        FeatureMap map = decoder.Decode([stream])[0];
        int plane = map.Width * map.Height;
        Assert.Equal((3, 3 * plane), (map.Channels, map.Values.Length));
        Assert.Equal(3 * map.Values.Span[7], map.Values.Span[2 * plane + 7]);
        using Segmentor ofOne = Segmentor.Open(model.Open());
        CloudErrors.Expect(CloudStatus.TensorMismatch, () => ofOne.Segment([map], [stream.Header]), "has 3 channels", "'lesion' reads 1");
        model.Write("heads/lesion.onnx", TestNetworks.Build(
            "map", 3, model.Edge.Grid.Size, "logits", 1, TestNetworks.HeadMetadata(model.Edge, null),
            (graph, x) => graph.Convolution(x, [0, 0, 1], [1, 3, 1, 1], [0], 1, [0, 0, 0, 0], 1)));
        using Segmentor ofThree = Segmentor.Open(model.Open());
        Assert.Contains((byte)1, ofThree.Segment([map], [stream.Header])[0].Labels.ToArray());
    }

    [Fact]
    public void Decode_PictureNetworkWithADepthOfOne_IsRead()
    {
        // NETWORKS §2: at depth 1 the dimension D may be written or not.
        using TestModel model = TestModel.Whole();
        var graph = new OnnxGraph("test", halfWeights: false);
        graph.Output(graph.Affine(graph.Input("latent", 1, 1, 48, 64), 0.5f, 0.5f), "map", 1, 1, 48, 64);
        using var expected = new FeatureDecoder(model.Open());
        model.Write("decoder.onnx", graph.ToBytes(TestNetworks.DecoderMetadata(model.Edge, null)));
        using var decoder = new FeatureDecoder(model.Open());
        DecodedUnit[] streams = [model.Decoded(new Disc(64, 48)), model.Decoded(new Disc(90, 70))];
        Assert.Equal(expected.Decode(streams).Select(m => m.Values.ToArray()), decoder.Decode(streams).Select(m => m.Values.ToArray()));
    }

    [Fact]
    public void Open_VolumeNetworkWithoutDepth_IsRefused()
    {
        using TestModel model = TestModel.Whole(ThresholdModel.VolumeGrid());
        var graph = new OnnxGraph("test", halfWeights: false);
        graph.Output(graph.Input("latent", 1, 20, 24), "map", 1, 20, 24);
        model.Write("decoder.onnx", graph.ToBytes(TestNetworks.DecoderMetadata(model.Edge, null)));
        CloudErrors.Expect(CloudStatus.TensorMismatch, () => _ = new FeatureDecoder(model.Open()), "[N, 1, 20, 24], expected [N, 1, 12, 20, 24]");
    }

    [Fact]
    public void Open_FixedBatch_IsRefused()
    {
        using TestModel model = TestModel.Whole();
        model.Write("decoder.onnx", TestNetworks.Tamper(TestNetworks.Decoder(model.Edge), m =>
        {
            Dimension(m.Graph.Input[0], 0).DimValue = 1;
            Dimension(m.Graph.Output[0], 0).DimValue = 1;
        }));
        CloudErrors.Expect(CloudStatus.TensorMismatch, () => _ = new FeatureDecoder(model.Open()), "[1, 1, 48, 64]", "[N, 1, 48, 64]");
    }

    [Fact]
    public void Decode_OutputOfAnotherSizeThanDeclaredOpen_IsAnError()
    {
        // Height and width are open, so that only the run can tell: this network gives twice the grid.
        using TestModel model = TestModel.Whole();
        byte[] onnx = TestNetworks.Build(
            "latent", 1, model.Edge.Grid.Size, "map", 1, TestNetworks.DecoderMetadata(model.Edge, null), (graph, x) => graph.EnlargeTwice(x));
        model.Write("decoder.onnx", TestNetworks.Tamper(onnx, m =>
        {
            Dimension(m.Graph.Input[0], 2).DimParam = "h";
            Dimension(m.Graph.Input[0], 3).DimParam = "w";
            Dimension(m.Graph.Output[0], 2).DimParam = "H";
            Dimension(m.Graph.Output[0], 3).DimParam = "W";
        }));
        using var decoder = new FeatureDecoder(model.Open());
        DecodedUnit stream = model.Decoded(new Disc(64, 48));
        CloudErrors.Expect(CloudStatus.RunFailed, () => decoder.Decode([stream]), "decoder.onnx");
    }

    [Fact]
    public void Decode_OutputThatIsNotANumber_IsAnError()
    {
        using TestModel model = TestModel.Whole();
        model.Write("decoder.onnx", TestNetworks.Build(
            "latent", 1, model.Edge.Grid.Size, "map", 1, TestNetworks.DecoderMetadata(model.Edge, null), (graph, x) => graph.Affine(x, float.NaN, 0)));
        using var decoder = new FeatureDecoder(model.Open());
        DecodedUnit stream = model.Decoded(new Disc(64, 48));
        CloudErrors.Expect(CloudStatus.OutputNotFinite, () => decoder.Decode([stream]), "NaN", "'map'");
    }

    [Fact]
    public void Open_ModelsThatCannotDecode_SayWhy()
    {
        using var edgeOnly = new TestModel(ThresholdModel.Parts(ThresholdModel.PictureGrid()));
        CloudErrors.Expect(CloudStatus.ModelIncomplete, () => _ = new FeatureDecoder(edgeOnly.Open()), "no decoder.onnx");
        using var reference = new TemporaryFolder();
        reference.Write("heads/lesion.onnx", [1]);
        CloudErrors.Expect(CloudStatus.ModelIncomplete, () => _ = new FeatureDecoder(ModelFolder.Open(reference.Path)), "uncompressed reference");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1025)]
    public void BatchSize_OutOfRange_IsRefused(int size)
    {
        using TestModel model = TestModel.Whole();
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureDecoder(model.Open()) { BatchSize = size });
    }

    [Fact]
    public void FeatureMap_WrongNumberOfValues_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new FeatureMap(1, 2, 3, new float[7]));

    internal static void Set(Dictionary<string, string> metadata, string key, string? value)
    {
        metadata.Remove("edgecodec." + key);
        if (value is not null)
        {
            metadata.Add("edgecodec." + key, value);
        }
    }

    private static TensorShapeProto.Types.Dimension Dimension(ValueInfoProto value, int index) => value.Type.TensorType.Shape.Dim[index];
}
