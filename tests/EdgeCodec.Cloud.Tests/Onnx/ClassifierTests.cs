using EdgeCodec.Tests;
using EdgeCodec.Training.Onnx;
using Xunit;

namespace EdgeCodec.Cloud.Tests.Onnx;

/// <summary>Heads that say a class of a whole stream.</summary>
public sealed class ClassifierTests : IDisposable
{
    private readonly TestModel _model = TestModel.Whole();

    [Fact]
    public void Classify_StreamOfADarkDisc_GivesTheShareThatIsDark()
    {
        Write();
        using Classifier classifier = Classifier.TryOpen(_model.Open(), "dark")!;
        Assert.Equal(("dark", 3), (classifier.Name, classifier.Version));
        Assert.Equal(["bright", "dark"], classifier.Labels);
        var disc = new Disc(64, 48);
        IReadOnlyList<float> shares = classifier.Classify(_model.Decoded(disc));
        Assert.Equal(1, shares.Sum(), 1e-5);
        Assert.Equal(disc.Mask.Average(v => v == 0 ? 0.0 : 1.0), shares[1], 0.02);
    }

    [Fact]
    public void TryOpen_SegmentorHead_IsNull() => Assert.Null(Classifier.TryOpen(_model.Open(), "lesion"));

    [Theory]
    [InlineData("edgecodec.version", null, "edgecodec.version")]
    [InlineData("edgecodec.version", "0", "an integer of at least 1")]
    [InlineData("edgecodec.name", null, "edgecodec.name")]
    [InlineData("edgecodec.labels", null, "edgecodec.labels")]
    [InlineData("edgecodec.labels", """["one"]""", "2 to 256")]
    [InlineData("edgecodec.head", "other", "dark")]
    [InlineData("edgecodec.input", "image", "map")]
    public void TryOpen_MetadataThatIsMissingOrWrong_IsNamed(string key, string? value, string word)
    {
        Write(m =>
        {
            m.Remove(key);
            if (value is not null) { m[key] = value; }
        });
        CloudErrors.Expect(CloudStatus.MetadataInvalid, () => Classifier.TryOpen(_model.Open(), "dark"), "dark.onnx", word);
    }

    [Fact]
    public void TryOpen_HeadOfAnotherModel_IsWrongModel()
    {
        Write(m => m["edgecodec.model"] = new string('a', 64));
        CloudErrors.Expect(CloudStatus.WrongModel, () => Classifier.TryOpen(_model.Open(), "dark"), "dark.onnx");
    }

    [Fact]
    public void TryOpen_ThreeLabelsForTwoOutputs_IsATensorMismatch()
    {
        Write(m => m["edgecodec.labels"] = """["a","b","c"]""");
        CloudErrors.Expect(CloudStatus.TensorMismatch, () => Classifier.TryOpen(_model.Open(), "dark"), "probabilities");
    }

    public void Dispose() => _model.Dispose();

    /// <summary>A head that averages the map.</summary>
    private void Write(Action<Dictionary<string, string>>? change = null)
    {
        Dictionary<string, string> metadata = TestNetworks.HeadMetadata(_model.Edge, m =>
        {
            m["edgecodec.kind"] = "classifier";
            m["edgecodec.head"] = "dark";
            m["edgecodec.labels"] = """["bright","dark"]""";
            m.Remove("edgecodec.activation");
            change?.Invoke(m);
        });
        var graph = new OnnxGraph("test", halfWeights: false);
        string p = graph.Mean(graph.Input("map", 1, _model.Edge.Grid.Size.H, _model.Edge.Grid.Size.W));
        graph.Output(graph.Concat(graph.Affine(p, -1, 1), p), "probabilities", 2, 1, 1);
        _model.Write("heads/dark.onnx", graph.ToBytes(metadata));
    }
}
