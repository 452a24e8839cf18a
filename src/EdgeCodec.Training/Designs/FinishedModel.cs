using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Designs;

/// <summary>C and g as they were exported: pictures go through streams to maps, as they do between a device and the cloud.</summary>
internal sealed class FinishedModel
{
    private readonly Encoder encoder;
    private readonly FeatureDecoder decoder;

    private FinishedModel(ModelFolder folder)
    {
        Folder = folder;
        Edge = folder.Edge ?? throw new InvalidDataException($"{folder.Path}: is an uncompressed reference and makes no maps");
        encoder = new Encoder(Edge);
        decoder = new FeatureDecoder(folder);
        MapChannels = Decode([encoder.Encode(Blank())])[0].Channels;
    }

    public ModelFolder Folder { get; }

    public EdgeModel Edge { get; }

    /// <summary>1, or 3 from an auto-encoder.</summary>
    public int MapChannels { get; }

    /// <summary>Opens a model by folder or name, or the model of a run folder.</summary>
    public static FinishedModel Open(string from)
    {
        string ofRun = Path.Combine(from, "model");
        try { return new FinishedModel(ModelFolder.Open(Directory.Exists(ofRun) ? ofRun : from)); }
        catch (CloudException e) { throw new InvalidDataException(e.Message, e); }
    }

    /// <summary>Refuses a recipe that is for another model or grid.</summary>
    public void Require(Recipe recipe)
    {
        if (Edge.Name != recipe.StartFrom) { throw new InvalidDataException($"{Folder.Path}: is model '{Edge.Name}', recipe {recipe.Name} reads maps of '{recipe.StartFrom}'"); }
        if (Edge.Grid.Size != new Size3(1, recipe.Grid, recipe.Grid)) { throw new InvalidDataException($"{Folder.Path}: its grid is {Edge.Grid.Size}, that of recipe {recipe.Name} {recipe.Grid}x{recipe.Grid}"); }
    }

    /// <summary>Maps [N, M, H, W] of pictures [N, 3, H, W] of whole numbers 0..255 at the grid, and the bits of each whole stream [N].</summary>
    public (Tensor Maps, Tensor Bits) Maps(Tensor pictures)
    {
        int count = (int)pictures.shape[0], side = (int)pictures.shape[2], samples = side * side * 3;
        byte[] interleaved = pictures.permute(0, 2, 3, 1).to(ScalarType.Byte).contiguous().data<byte>().ToArray();
        byte[][] streams = [.. Enumerable.Range(0, count).Select(i => encoder.Encode(
            PixelView.Packed(interleaved.AsSpan(i * samples, samples), SampleType.U8, 3, side, side)))];
        float[] values = new float[count * MapChannels * side * side];
        FeatureMap[] maps = Decode(streams);
        for (int i = 0; i < count; i++) { maps[i].Values.CopyTo(values.AsMemory(i * MapChannels * side * side)); }
        return (tensor(values, [count, MapChannels, side, side]), tensor(streams.Select(s => 8f * s.Length).ToArray()));
    }

    /// <summary>The map of an archived stream, [M, H, W].</summary>
    /// <exception cref="EdgeCodecException">The stream is damaged, or of another model.</exception>
    public ReadOnlyMemory<float> Map(byte[] stream) => Decode([stream])[0].Values;

    private FeatureMap[] Decode(IReadOnlyList<byte[]> streams) => decoder.Decode([.. streams.Select(s => StreamDecoder.Decode(s, Edge))]);

    private PixelView Blank() => PixelView.Packed(new byte[Edge.Grid.Width * Edge.Grid.Height * 3], SampleType.U8, 3, Edge.Grid.Width, Edge.Grid.Height);
}
