using TorchSharp;
using static EdgeCodec.Training.Data.Ranges;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EdgeCodec.Training.Data;

/// <summary>
/// What cameras, lighting and hands change without changing the lesion: orientation, zoom, aspect, position, colour
/// cast, exposure, gamma, vignette, hairs, a scale, blur, noise. All parameters come from the given generator, so a batch can be made again.
/// </summary>
internal static class Augmentation
{
    /// <summary>Pictures [N, 3, H, W] of 0..255 and masks [N, 1, H, W] of 0..1 in; the same shapes out, pictures in whole numbers.</summary>
    public static (Tensor Pictures, Tensor Masks) Apply(Tensor pictures, Tensor masks, Random random)
    {
        using var scope = NewDisposeScope();
        int count = (int)pictures.shape[0];
        Tensor both = cat([pictures, masks * 255], 1);
        Tensor grid = functional.affine_grid(Transforms(count, random), [.. both.shape], align_corners: false);
        both = functional.grid_sample(both, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Reflection, align_corners: false);
        Tensor x = Occlusion.Apply(both.narrow(1, 0, 3) / 255, random);
        x = Colour(x, random);
        x = Vignette(x, random);
        if (random.NextDouble() < 0.15) { x = functional.avg_pool2d(functional.pad(x, [1, 1, 1, 1], PaddingModes.Replicate), 3, 1); }
        if (random.NextDouble() < 0.3)
        {
            // Noise from torch's generator would tie the batch to global state; a seed of our own keeps it repeatable.
            using var generator = new Generator((ulong)random.Next());
            x += randn(x.shape, generator: generator) * (0.03 * random.NextDouble());
        }
        x = (x * 255).round().clamp(0, 255);
        return (x.MoveToOuterDisposeScope(), (both.narrow(1, 3, 1) / 255).clamp(0, 1).MoveToOuterDisposeScope());
    }

    private static Tensor Transforms(int count, Random random)
    {
        float[] theta = new float[count * 6];
        for (int i = 0; i < count; i++)
        {
            // A third of the pictures keep their pixels (flips and right angles only): resampling blurs.
            bool gentle = random.NextDouble() < 0.33;
            double angle = gentle ? random.Next(4) * Math.PI / 2 : random.NextDouble() * 2 * Math.PI;
            double zoom = gentle ? 1 : Math.Exp(Uniform(random, Math.Log(0.6), Math.Log(1.45)));
            double aspect = gentle ? 1 : Math.Exp(Uniform(random, -0.2, 0.2));
            double flip = random.Next(2) == 0 ? 1 : -1;
            double cos = Math.Cos(angle), sin = Math.Sin(angle);
            double sx = zoom * aspect, sy = zoom / aspect;
            theta[i * 6] = (float)(cos * sx * flip);
            theta[i * 6 + 1] = (float)(-sin * sx);
            theta[i * 6 + 2] = gentle ? 0 : (float)Uniform(random, -0.15, 0.15);
            theta[i * 6 + 3] = (float)(sin * sy * flip);
            theta[i * 6 + 4] = (float)(cos * sy);
            theta[i * 6 + 5] = gentle ? 0 : (float)Uniform(random, -0.15, 0.15);
        }
        return tensor(theta, [count, 2, 3]);
    }

    private static Tensor Colour(Tensor x, Random random)
    {
        int count = (int)x.shape[0];
        float[] gain = new float[count * 3], gamma = new float[count], contrast = new float[count], saturation = new float[count], brightness = new float[count];
        for (int i = 0; i < count; i++)
        {
            bool gentle = random.NextDouble() < 0.2;
            double strength = gentle ? 0 : 1;
            // Now and then another clinic's lamp: a cast far outside what this set's cameras show.
            double cast = random.NextDouble() < 0.2 ? 0.3 : 0.12;
            for (int c = 0; c < 3; c++) { gain[i * 3 + c] = (float)Math.Exp(strength * Uniform(random, -cast, cast)); }
            gamma[i] = (float)Math.Exp(strength * Uniform(random, -0.25, 0.25));
            contrast[i] = (float)Math.Exp(strength * Uniform(random, -0.25, 0.25));
            saturation[i] = (float)Math.Exp(strength * Uniform(random, -0.4, 0.4));
            brightness[i] = (float)(strength * Uniform(random, -0.1, 0.1));
        }
        Tensor Each(float[] v) => tensor(v, [count, 1, 1, 1]);
        x = x.clamp(1e-3, 1).pow(Each(gamma)) * tensor(gain, [count, 3, 1, 1]);
        Tensor grey = x.mean([1L], keepdim: true);
        x = grey + (x - grey) * Each(saturation);
        Tensor mean = x.mean([1L, 2L, 3L], keepdim: true);
        return (x - mean) * Each(contrast) + mean + Each(brightness);
    }

    private static Tensor Vignette(Tensor x, Random random)
    {
        int count = (int)x.shape[0];
        float[] strength = new float[count], radius = new float[count];
        for (int i = 0; i < count; i++)
        {
            strength[i] = random.NextDouble() < 0.2 ? (float)Uniform(random, 0.3, 1.0) : 0;
            radius[i] = (float)Uniform(random, 0.85, 1.3);
        }
        return Shade(x, tensor(strength, [count, 1, 1, 1]), tensor(radius, [count, 1, 1, 1]));
    }

    /// <summary>Light that falls off outside of a radius, 1 at the edges' middles, to 1 - strength.</summary>
    public static Tensor Shade(Tensor x, Tensor strength, Tensor radius)
    {
        Tensor axis = linspace(-1, 1, x.shape[2]);
        Tensor distance = (axis.view(1, 1, 1, -1).square() + axis.view(1, 1, -1, 1).square()).sqrt();
        return x * (1 - ((distance - radius) * 8).sigmoid() * strength);
    }
}
