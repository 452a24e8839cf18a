using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training;

/// <summary>A batch as it is learned from.</summary>
/// <param name="Pictures">[N, 3, H, W] of 0..255, in whole numbers.</param>
/// <param name="Masks">[N, 1, H, W] of 0..1: the truth as far as the pictures show it, for D to compare with.</param>
/// <param name="Targets">[N, 1, H, W] of 0..1: what is asked for; the truth, or what a teacher makes of it.</param>
/// <param name="Hints">[N, channels, H/16, W/16]: the teacher's features, or null.</param>
internal sealed record Lesson(Tensor Pictures, Tensor Masks, Tensor Targets, Tensor? Hints)
{
    /// <summary>A batch without a teacher.</summary>
    public Lesson(Tensor pictures, Tensor masks)
        : this(pictures, masks, masks, null)
    {
    }

    /// <summary>Each of the pictures [N] turned by right angles and mirrored in one of the eight ways, and all that goes with it.</summary>
    /// <param name="ways">0 to 7: quarter turns, and 4 more if mirrored first.</param>
    public Lesson Turned(IReadOnlyList<int> ways) => new(Turn(Pictures, ways), Turn(Masks, ways), Turn(Targets, ways), Hints is null ? null : Turn(Hints, ways));

    /// <summary>The same in one tensor, of the pictures at these places of these lessons.</summary>
    public static Lesson Gather(IReadOnlyList<Lesson> lessons, IReadOnlyList<(int Lesson, int Place)> picks)
    {
        Tensor Pick(Func<Lesson, Tensor> of) => stack([.. picks.Select(p => of(lessons[p.Lesson])[p.Place])]).to(ScalarType.Float32);
        return new(Pick(l => l.Pictures), Pick(l => l.Masks) / 255, Pick(l => l.Targets) / 255, lessons[0].Hints is null ? null : Pick(l => l.Hints!));
    }

    /// <summary>In an eighth of the memory, outside of any scope: pictures, masks and targets in bytes, hints in bfloat16. <see cref="Gather"/> reads it.</summary>
    public Lesson Kept()
    {
        static Tensor Bytes(Tensor x) => x.round().clamp(0, 255).to(ScalarType.Byte).DetachFromDisposeScope();
        return new(Bytes(Pictures), Bytes(Masks * 255), Bytes(Targets * 255), Hints?.to(ScalarType.BFloat16).DetachFromDisposeScope());
    }

    public void Dispose()
    {
        foreach (Tensor? t in (Tensor?[])[Pictures, Masks, Targets, Hints]) { t?.Dispose(); }
    }

    private static Tensor Turn(Tensor x, IReadOnlyList<int> ways)
        => stack([.. ways.Select((way, i) => (way >= 4 ? x[i].flip(2) : x[i]).rot90(way % 4, (1, 2)))]);
}
