namespace EdgeCodec;

/// <summary>What a head states about itself in its ONNX metadata. Immutable.</summary>
public sealed class HeadInfo
{
    internal HeadInfo(
        string name, int version, string model, bool readsImage, bool isSoftmax, IReadOnlyList<string> labels, GridSpec? grid)
    {
        Name = name;
        Version = version;
        Model = model;
        ReadsImage = readsImage;
        Softmax = isSoftmax;
        Labels = labels;
        Grid = grid;
    }

    /// <summary>Name of the head, which is also its file's.</summary>
    public string Name { get; }

    /// <summary>Version of the head, at least 1.</summary>
    public int Version { get; }

    /// <summary>Identity of the edge model it was trained with, 64 hexadecimal digits, or <c>none</c> for an uncompressed reference.</summary>
    public string Model { get; }

    /// <summary>Whether it reads the picture itself (an uncompressed reference) rather than the feature map.</summary>
    public bool ReadsImage { get; }

    /// <summary>Whether labels compete by softmax (the greatest logit wins); otherwise one logit above 0 is label 1.</summary>
    public bool Softmax { get; }

    /// <summary>Label names by label value; 0 is background.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>From source to the head's input, if it reads the picture itself; otherwise null: the edge model has it.</summary>
    public GridSpec? Grid { get; }

    /// <summary>K: channels of the logits.</summary>
    internal int Logits => Softmax ? Labels.Count : 1;
}
