namespace EdgeCodec.Bench.LabelMaps;

/// <summary>The label map, a whole file.</summary>
internal sealed class OwnPeer : ILabelPeer
{
    public string Name => "EdgeCodec label map";

    public byte[] Encode(LabelVolume volume)
    {
        var answered = new AnsweredStream(0x0123456789ABCDEF, volume.Width, volume.Height, volume.Depth);
        byte[] file = LabelMapEncoder.Encode(volume.Labels, answered, new LabelMapHead("lesion", 1, volume.Greatest + 1));
        var labels = new byte[volume.Labels.Length];
        LabelMapDecoder.Decode(file, answered, labels);
        return labels.AsSpan().SequenceEqual(volume.Labels) ? file : throw new InvalidDataException($"{volume.Name}: {Name} gives other labels back");
    }
}
