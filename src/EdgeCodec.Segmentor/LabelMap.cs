namespace EdgeCodec;

/// <summary>One label a voxel, at the source's geometry. Immutable.</summary>
public sealed class LabelMap
{
    /// <summary>Wraps labels, which are not copied and must not change.</summary>
    /// <param name="width">Source width.</param>
    /// <param name="height">Source height.</param>
    /// <param name="depth">Source depth; 1 for a picture.</param>
    /// <param name="labels"><c>[D, H, W]</c>, each an index of <paramref name="names"/>.</param>
    /// <param name="names">Label names by label value; 0 is background.</param>
    /// <exception cref="ArgumentException">The number of labels is not width x height x depth, or one of these is below 1.</exception>
    public LabelMap(int width, int height, int depth, ReadOnlyMemory<byte> labels, IReadOnlyList<string> names)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        ArgumentNullException.ThrowIfNull(names);
        if (labels.Length != new Size3(depth, height, width).Volume)
        {
            throw new ArgumentException($"{labels.Length} labels for a map of {width} x {height} x {depth}.", nameof(labels));
        }
        Width = width;
        Height = height;
        Depth = depth;
        Labels = labels;
        Names = names;
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Slices; 1 for a picture.</summary>
    public int Depth { get; }

    /// <summary><c>[D, H, W]</c>, each a label value.</summary>
    public ReadOnlyMemory<byte> Labels { get; }

    /// <summary>Label names by label value; 0 is background.</summary>
    public IReadOnlyList<string> Names { get; }
}
