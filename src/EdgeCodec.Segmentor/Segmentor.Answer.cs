namespace EdgeCodec;

public sealed partial class Segmentor
{
    /// <summary>Segments a stream of any kind, and writes the label map that goes back for each of its sources (LABELMAP.md).</summary>
    /// <param name="stream">The whole stream and nothing else: what is cut short has no answer.</param>
    /// <param name="reference">16 bytes of the caller's own, carried by every answer; or empty. Never patient data.</param>
    /// <returns>One label map a picture or volume, in order.</returns>
    /// <exception cref="EdgeCodecException">As <see cref="StreamDecoder.DecodeAll"/>, or as <see cref="Pack"/>.</exception>
    /// <exception cref="CloudException">As <see cref="Segment(ReadOnlySpan{byte})"/>.</exception>
    public byte[][] Answer(ReadOnlySpan<byte> stream, ReadOnlySpan<byte> reference = default)
    {
        EdgeModel edge = _folder.RequireEdge("segmenting streams");
        LabelMap[] maps = Segment(StreamDecoder.DecodeAll(stream, edge));
        IReadOnlyList<AnsweredStream> answered = AnsweredStream.OfAll(stream, edge);
        var files = new byte[maps.Length][];
        for (int i = 0; i < files.Length; i++)
        {
            files[i] = Pack(maps[i], answered[i], reference);
        }
        return files;
    }

    /// <summary>Writes a label map of this head as the file that goes back.</summary>
    /// <param name="map">As this segmentor gave it.</param>
    /// <param name="answered">What it answers.</param>
    /// <param name="reference">16 bytes of the caller's own, or empty.</param>
    /// <exception cref="EdgeCodecException">InvalidArgument: map and source differ in geometry, or the head's name is not one that a label map carries.</exception>
    public byte[] Pack(LabelMap map, AnsweredStream answered, ReadOnlySpan<byte> reference = default)
    {
        ArgumentNullException.ThrowIfNull(map);
        if ((map.Width, map.Height, map.Depth) != (answered.Width, answered.Height, answered.Depth))
        {
            throw new EdgeCodecException(
                EdgeCodecStatus.InvalidArgument,
                $"The map is {map.Width} x {map.Height} x {map.Depth}, but the source that it is to answer is {answered.Width} x {answered.Height} x {answered.Depth}.");
        }
        return LabelMapEncoder.Encode(map.Labels.Span, answered, new LabelMapHead(Head.Name, Head.Version, Head.Labels.Count), reference);
    }
}
