namespace EdgeCodec.Bench.LabelMaps;

/// <summary>A way to send labels.</summary>
internal interface ILabelPeer
{
    /// <summary>As tables name it.</summary>
    string Name { get; }

    /// <summary>What is sent.</summary>
    /// <exception cref="InvalidDataException">It does not give the labels back.</exception>
    byte[] Encode(LabelVolume volume);
}
