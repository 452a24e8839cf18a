namespace EdgeCodec;

/// <summary>
/// What g makes of a latent: one channel at the size of the model's grid, or the three of an auto-encoder that
/// reconstructs the picture. Immutable.
/// </summary>
public sealed class FeatureMap
{
    /// <summary>Wraps values, which are not copied and must not change.</summary>
    /// <param name="depth">Depth; 1 for a picture.</param>
    /// <param name="height">Height.</param>
    /// <param name="width">Width.</param>
    /// <param name="values"><c>[D, H, W]</c>.</param>
    /// <exception cref="ArgumentException">The number of values is not depth x height x width, or one of these is below 1.</exception>
    public FeatureMap(int depth, int height, int width, ReadOnlyMemory<float> values)
        : this(1, depth, height, width, values)
    {
    }

    internal FeatureMap(int channels, int depth, int height, int width, ReadOnlyMemory<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (values.Length != channels * new Size3(depth, height, width).Volume)
        {
            throw new ArgumentException($"{values.Length} values for a map of {depth} x {height} x {width}.", nameof(values));
        }
        Channels = channels;
        Depth = depth;
        Height = height;
        Width = width;
        Values = values;
    }

    /// <summary>1, or 3 from an auto-encoder.</summary>
    public int Channels { get; }

    /// <summary>Depth; 1 for a picture.</summary>
    public int Depth { get; }

    /// <summary>Height.</summary>
    public int Height { get; }

    /// <summary>Width.</summary>
    public int Width { get; }

    /// <summary><c>[C, D, H, W]</c>, finite; 0 to 1 for networks that end in a sigmoid. Maps of one batch share an array.</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>Identity of the edge model whose g made the map; null of one that was wrapped from values of another source.</summary>
    public string? ModelIdentity { get; internal init; }

    internal Size3 Size => new(Depth, Height, Width);
}
