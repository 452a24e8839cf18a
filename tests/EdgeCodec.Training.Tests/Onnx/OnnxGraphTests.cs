using EdgeCodec.Training.Onnx;
using Microsoft.ML.OnnxRuntime;
using Xunit;

namespace EdgeCodec.Training.Tests.Onnx;

/// <summary>What surrounds the operators: batch, metadata, versions.</summary>
public class OnnxGraphTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Batch_IsDynamic(int batch)
    {
        float[] x = GraphRun.Ramp(batch * 6);
        float[] y = GraphRun.Of((g, v) => g.Relu(v), [1, 2, 3], [1, 2, 3], x);
        Assert.Equal(x.Select(v => Math.Max(v, 0)), y);
    }

    [Fact]
    public void InputAndOutput_CarryTheirNamesAndShapes()
    {
        using var session = new InferenceSession(Identity([]));
        Assert.Equal([-1, 3, 4, 5], session.InputMetadata["image"].Dimensions);
        Assert.Equal("N", session.InputMetadata["image"].SymbolicDimensions[0]);
        Assert.Equal([-1, 3, 4, 5], session.OutputMetadata["logits"].Dimensions);
        Assert.Single(session.InputMetadata); // weights are no inputs
    }

    [Fact]
    public void Metadata_AreReadBackByOnnxRuntime()
    {
        Dictionary<string, string> metadata = new() { ["edgecodec.kind"] = "head", ["edgecodec.labels"] = "[\"background\",\"naevus \u00b5\"]" };
        using var session = new InferenceSession(Identity(metadata));
        var read = new Dictionary<string, string>(session.ModelMetadata.CustomMetadataMap);
        Assert.True(read.Remove("edgecodec.digest"));
        Assert.Equal(metadata, read);
    }

    [Fact]
    public void Versions_AreThoseThatTheOperatorsAreOf()
    {
        var model = ModelProto.Parser.ParseFrom(Identity([]));
        Assert.Equal(8, model.IrVersion);
        OperatorSetIdProto operators = Assert.Single(model.OpsetImport);
        Assert.Equal("", operators.Domain);
        Assert.Equal(17, operators.Version);
    }

    private static byte[] Identity(Dictionary<string, string> metadata)
    {
        var graph = new OnnxGraph("test", halfWeights: false);
        graph.Output(graph.Affine(graph.Input("image", 3, 4, 5), 1, 0), "logits", 3, 4, 5);
        return graph.ToBytes(metadata);
    }
}
