using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeCodec;

/// <summary>
/// The grid of an uncompressed reference, which has no edge model to say it: <c>edgecodec.grid</c>, a JSON object. The
/// rules are those of ECM §2 with the full range of u8 samples as window.
/// </summary>
internal sealed record HeadGrid
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        // An unknown property could be a rule of geometry that this version would break.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
    };

    /// <summary>stretch, letterbox or crop.</summary>
    public required string Fit { get; init; }

    public required int Channels { get; init; }

    public required int Depth { get; init; }

    public required int Height { get; init; }

    public required int Width { get; init; }

    /// <summary>Least height and width of a source.</summary>
    public required int MinSource { get; init; }

    /// <summary>As <see cref="GridSpec.MaxAspect16"/>.</summary>
    public required int MaxAspect16 { get; init; }

    /// <summary>As <see cref="GridSpec.Pad"/>; required by letterbox, refused otherwise.</summary>
    public int[]? Pad { get; init; }

    public static GridSpec Read(OnnxMetadata metadata)
    {
        const string Expected = "a JSON object of fit (stretch, letterbox, crop), channels, depth, height, width, minSource, maxAspect16, "
            + "and for letterbox pad (one value a channel)";
        HeadGrid? grid;
        try
        {
            grid = JsonSerializer.Deserialize<HeadGrid>(metadata.Require("grid"), Strict);
        }
        catch (JsonException e)
        {
            throw metadata.Invalid("grid", Expected, e);
        }
        return grid is not null && grid.IsValid ? grid.ToSpec() : throw metadata.Invalid("grid", Expected);
    }

    // The limits of ECM §2.
    private bool IsValid =>
        Fit is "stretch" or "letterbox" or "crop"
        && Channels is 1 or 3
        && Depth is >= 1 and <= 4096 && Height is >= 1 and <= 4096 && Width is >= 1 and <= 4096
        && new Size3(Depth, Height, Width).Volume * Channels <= 1L << 30
        && MinSource is >= 1 and <= PixelView.MaxAxis
        && (MaxAspect16 == 0 || MaxAspect16 >= 16)
        && (Fit == "letterbox" ? Pad is not null && Pad.Length == Channels && Pad.All(v => v is >= 0 and <= 255) : Pad is null);

    private GridSpec ToSpec() => new()
    {
        Fit = Fit switch
        {
            "stretch" => GridFit.Stretch,
            "letterbox" => GridFit.Letterbox,
            _ => GridFit.CenterCrop,
        },
        Channels = Channels,
        SampleTypes = SampleTypes.U8,
        Size = new Size3(Depth, Height, Width),
        MinSource = new Size3(1, MinSource, MinSource),
        MaxAspect16 = MaxAspect16,
        Pad = Pad is null ? [] : [.. Pad.Select(v => (byte)v)],
    };
}
