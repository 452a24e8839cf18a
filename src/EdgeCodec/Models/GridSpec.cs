using System.Collections.Immutable;

namespace EdgeCodec;

/// <summary>How the source's height and width meet the grid's (ECM §2.1).</summary>
public enum GridFit : byte
{
    /// <summary>The whole source fills the whole grid; the aspect ratio changes.</summary>
    Stretch = 0,

    /// <summary>The whole source, its aspect ratio kept, inside the grid; the rest is padding.</summary>
    Letterbox = 1,

    /// <summary>The largest centred part of the source that has the grid's aspect ratio.</summary>
    CenterCrop = 2,
}

/// <summary>Where the intensity window comes from (ECM §2).</summary>
public enum WindowMode : byte
{
    /// <summary>The whole range of the source's sample type.</summary>
    FullRange = 0,

    /// <summary>Fixed by the model.</summary>
    Fixed = 1,

    /// <summary>Given by the caller with each image, and carried by the stream.</summary>
    Caller = 2,
}

/// <summary>A set of sample types (ECM §2); bit n stands for <see cref="SampleType"/> n.</summary>
[Flags]
public enum SampleTypes : byte
{
    /// <summary>No type: no model has this.</summary>
    None = 0,

    /// <summary>Unsigned, 8 bits.</summary>
    U8 = 1,

    /// <summary>Unsigned, 16 bits.</summary>
    U16 = 2,

    /// <summary>Two's complement, 16 bits.</summary>
    S16 = 4,
}

/// <summary>From source to model grid: section <c>GRID</c> of an edge model (ECM §2). Immutable.</summary>
public sealed record GridSpec
{
    /// <summary>How height and width are fitted; depth is always stretched.</summary>
    public required GridFit Fit { get; init; }

    /// <summary>1 (intensity) or 3 (red, green, blue).</summary>
    public required int Channels { get; init; }

    /// <summary>Where the intensity window comes from.</summary>
    public WindowMode WindowMode { get; init; }

    /// <summary>The window of mode <see cref="WindowMode.Fixed"/>; default in the other modes.</summary>
    public IntensityWindow Window { get; init; }

    /// <summary>The sample types that the model takes; at least one.</summary>
    public required SampleTypes SampleTypes { get; init; }

    /// <summary>Size of the grid, each axis 1 to 4096.</summary>
    public required Size3 Size { get; init; }

    /// <summary>The smallest source, each axis 1 to 65535.</summary>
    public Size3 MinSource { get; init; } = new(1, 1, 1);

    /// <summary>Largest of max(H, W) / min(H, W), in 1/16; at least 16, or 0 for no limit.</summary>
    public int MaxAspect16 { get; init; }

    /// <summary>Grid value of letterbox padding, one a channel, after windowing; empty means zeros.</summary>
    public ImmutableArray<byte> Pad { get; init; } = [];

    /// <summary>Depth of the grid.</summary>
    public int Depth => Size.D;

    /// <summary>Height of the grid.</summary>
    public int Height => Size.H;

    /// <summary>Width of the grid.</summary>
    public int Width => Size.W;

    /// <summary>Samples of the grid over all channels: the length of a <c>[D, H, W, C]</c> buffer.</summary>
    public long SampleCount => Size.Volume * Channels;

    /// <summary>Padding value of a channel.</summary>
    public byte PadOf(int channel) => Pad.IsDefaultOrEmpty || channel >= Pad.Length ? (byte)0 : Pad[channel];

    /// <summary>Whether the model takes this sample type.</summary>
    public bool Accepts(SampleType type) => type <= SampleType.S16 && ((int)SampleTypes & (1 << (int)type)) != 0;
}
