using EdgeCodec.Tests;

namespace EdgeCodec.Cloud.Tests;

/// <summary>A model folder on disk that a test can break, and streams of its edge model.</summary>
internal sealed class TestModel : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TestModel(ModelParts parts)
    {
        byte[] edge = parts.Write();
        Edge = EdgeModel.Parse(edge);
        Write("edge.ecm", edge);
    }

    public EdgeModel Edge { get; }

    public string Path => _folder.Path;

    /// <summary>A complete model: threshold edge model, decoder and one head.</summary>
    public static TestModel Whole(GridSpec? grid = null, int latentLayers = 1)
    {
        var model = new TestModel(ThresholdModel.Parts(grid ?? ThresholdModel.PictureGrid(), latentLayers));
        model.Write("decoder.onnx", latentLayers == 1 ? TestNetworks.Decoder(model.Edge) : TestNetworks.MixingDecoder(model.Edge));
        model.Write("heads/lesion.onnx", TestNetworks.Head(model.Edge));
        return model;
    }

    public TestModel Write(string name, byte[] bytes)
    {
        _folder.Write(name, bytes);
        return this;
    }

    public ModelFolder Open() => ModelFolder.Open(Path);

    public byte[] Encode(Disc disc, int? layers = null) => new Encoder(Edge).Encode(
        disc.View, new EncodeOptions { Layers = layers, Window = Edge.Grid.WindowMode == WindowMode.Caller ? Disc.Window : null });

    public DecodedUnit Decoded(Disc disc, int? layers = null) => StreamDecoder.Decode(Encode(disc, layers), Edge);

    public void Dispose() => _folder.Dispose();
}
