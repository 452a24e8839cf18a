using TorchSharp;
using static EdgeCodec.Training.Data.Ranges;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Data;

/// <summary>
/// What cameras and hands put around, beside and on the skin: the dark outside of a round field of view, bars at two
/// edges, stickers of strong colour, ink. A lesion that lies under it is not seen, and is not asked for; ink hides none.
/// </summary>
internal static class Surround
{
    private const double InkShare = 0.35, FieldShare = 0.6, BarShare = 0.15, StickerShare = 0.4;

    /// <summary>Pictures [N, 3, H, W] of 0..255 in and out, and what is still seen of them, [N, 1, H, W] of 0 and 1.</summary>
    /// <param name="pictures">Of whole numbers.</param>
    /// <param name="share">Of the pictures that get any of it, 0 to 1.</param>
    /// <param name="random">Where all choices come from.</param>
    public static (Tensor Pictures, Tensor Visible) Apply(Tensor pictures, double share, Random random)
    {
        using var scope = NewDisposeScope();
        int count = (int)pictures.shape[0], height = (int)pictures.shape[2], width = (int)pictures.shape[3];
        Tensor visible = ones(count, 1, height, width);
        bool[] chosen = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() < share)];
        void Layer(double layerShare, Action<Cover, Random> draw, Func<Random, float[]> colour, bool hides = true)
        {
            var overlay = new Overlay(pictures);
            for (int i = 0; i < count; i++)
            {
                if (!chosen[i] || random.NextDouble() >= layerShare) { continue; }
                draw(overlay.Cover(i), random);
                overlay.Colour(i, colour(random));
            }
            pictures = overlay.Over(pictures);
            if (hides) { visible = visible * overlay.Alpha().lt(0.5).to(ScalarType.Float32); }
        }
        Layer(InkShare, Ink.Draw, Ink.Colour, hides: false);
        Layer(StickerShare, Sticker, Any);
        Layer(FieldShare, Field, Dark);
        Layer(BarShare, Bars, r => r.Next(4) == 0 ? [255, 255, 255] : Dark(r));
        return (pictures.round().clamp(0, 255).MoveToOuterDisposeScope(), visible.MoveToOuterDisposeScope());
    }

    /// <summary>Any colour, 0 to 255.</summary>
    public static float[] Any(Random random) => [random.Next(256), random.Next(256), random.Next(256)];

    /// <summary>Nearly black, 0 to 255.</summary>
    public static float[] Dark(Random random)
    {
        float grey = 30 * (float)random.NextDouble();
        return [grey + 8 * (float)random.NextDouble(), grey, grey];
    }

    /// <summary>Outside of an ellipse about as large as the picture, as a circle is once a photograph of 4 : 3 is stretched.</summary>
    public static void Field(Cover cover, Random random)
    {
        double radius = Uniform(random, 0.8, 1.25), aspect = Math.Exp(Uniform(random, -0.2, 0.2)), soft = Uniform(random, 0.01, 0.12);
        double cx = Uniform(random, -0.12, 0.12), cy = Uniform(random, -0.12, 0.12);
        // Light that falls off towards the corners leaves them half dark: there a lesion is still seen.
        double most = random.Next(3) == 0 ? Uniform(random, 0.2, 0.9) : 1;
        cover.Fill((x, y) =>
        {
            double dx = (x - cx) / aspect, dy = (y - cy) * aspect;
            return (Math.Sqrt(dx * dx + dy * dy) - radius) / soft + 0.5;
        }, most);
    }

    /// <summary>At two opposite edges.</summary>
    public static void Bars(Cover cover, Random random)
    {
        double first = 1 - Uniform(random, 0, 0.35), second = 1 - Uniform(random, 0, 0.35);
        bool upright = random.Next(2) == 0;
        cover.Fill((x, y) => (upright ? x : y) is double at && (at > first || at < -second) ? 1 : 0);
    }

    /// <summary>A disc or a slanted rectangle whose centre lies towards an edge, often partly outside.</summary>
    public static void Sticker(Cover cover, Random random)
    {
        double angle = random.NextDouble() * 2 * Math.PI, reach = Uniform(random, 0.65, 1.1), turn = random.NextDouble() * Math.PI;
        double cx = Math.Cos(angle) * reach * 1.2, cy = Math.Sin(angle) * reach * 1.2, size = Uniform(random, 0.12, 0.5), flat = Uniform(random, 0.3, 1);
        bool disc = random.Next(2) == 0;
        double cos = Math.Cos(turn), sin = Math.Sin(turn);
        cover.Fill((x, y) =>
        {
            double dx = x - cx, dy = y - cy, u = (cos * dx + sin * dy) / size, v = (cos * dy - sin * dx) / (size * flat);
            double distance = disc ? Math.Sqrt(u * u + v * v) : Math.Max(Math.Abs(u), Math.Abs(v));
            return (1 - distance) * 30 + 0.5;
        });
    }
}
