using EdgeCodec.Training.Data;
using TorchSharp;
using static EdgeCodec.Training.Data.Ranges;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Robustness;

/// <summary>One thing that another clinic's camera, lamp or hand does to a picture, always present and mostly strong.</summary>
/// <param name="Name">In a table.</param>
/// <param name="Draw">
/// A picture [1, 3, H, W] of 0..1 to what is seen instead, and where skin is still seen, [1, 1, H, W] of 0 and 1. All
/// choices come from the generator.
/// </param>
internal sealed record Disturbance(string Name, Func<Tensor, Random, (Tensor Picture, Tensor Visible)> Draw)
{
    public static IReadOnlyList<Disturbance> All { get; } =
    [
        Changes("none", (x, _) => x),
        Changes("another lamp: each channel by 0.7 to 1.4", (x, r) => x * tensor([.. Enumerable.Range(0, 3).Select(_ => Factor(r, 1.4))], [1, 3, 1, 1])),
        Changes("exposure: gamma of 0.6 to 1.7", (x, r) => x.pow(Factor(r, 1.7))),
        Changes("half the contrast", (x, _) => (x - x.mean()) * 0.5 + x.mean()),
        Changes("grey", (x, _) => x.mean([1L], keepdim: true).expand_as(x)),
        Changes("half the resolution", (x, _) => nn.functional.interpolate(nn.functional.avg_pool2d(x, 2), scale_factor: [2, 2], mode: InterpolationMode.Bilinear, align_corners: false)),
        Changes("noise of 0.05", (x, r) =>
        {
            using var generator = new Generator((ulong)r.Next());
            return x + 0.05 * randn(x.shape, generator: generator);
        }),
        Changes("dark corners", (x, r) => Augmentation.Shade(x, tensor((float)Uniform(r, 0.6, 1)), tensor((float)Uniform(r, 0.85, 1.1)))),
        Draws("hairs", Occlusion.Hairs, Occlusion.Colour, hides: false),
        Draws("a scale", Occlusion.Scale, Occlusion.Colour, hides: false),
        Draws("ink", Ink.Draw, r => Unit(Ink.Colour(r)), hides: false),
        Draws("a sticker", Surround.Sticker, r => Unit(Surround.Any(r)), hides: true),
        Draws("round field of view", Surround.Field, r => Unit(Surround.Dark(r)), hides: true),
        Draws("bars at two edges", Surround.Bars, r => Unit(Surround.Dark(r)), hides: true),
    ];

    private static Disturbance Changes(string name, Func<Tensor, Random, Tensor> change)
        => new(name, (x, random) => (change(x, random), ones(1, 1, x.shape[2], x.shape[3])));

    private static Disturbance Draws(string name, Action<Cover, Random> draw, Func<Random, float[]> colour, bool hides) => new(name, (x, random) =>
    {
        var overlay = new Overlay(x);
        draw(overlay.Cover(0), random);
        overlay.Colour(0, colour(random));
        Tensor seen = hides ? overlay.Alpha().lt(0.5).to(ScalarType.Float32) : ones(1, 1, x.shape[2], x.shape[3]);
        return (overlay.Over(x), seen);
    });

    // 1 / most to most, as often below 1 as above.
    private static float Factor(Random random, double most) => (float)Math.Exp(Uniform(random, -Math.Log(most), Math.Log(most)));

    private static float[] Unit(float[] colour) => [.. colour.Select(c => c / 255)];
}
