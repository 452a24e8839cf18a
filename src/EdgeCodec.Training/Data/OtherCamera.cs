using TorchSharp;
using static EdgeCodec.Training.Data.Ranges;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Data;

/// <summary>
/// The same skin by a camera and a lamp unlike any that this data set knows: less colour down to none at all, a strong cast,
/// another exposure, another contrast. Meant for pictures whose teacher has seen them as they were.
/// </summary>
internal static class OtherCamera
{
    private const int Changes = 4;

    /// <summary>Pictures [N, 3, H, W] of 0..255 in and out, in whole numbers.</summary>
    /// <param name="pictures">Of whole numbers.</param>
    /// <param name="share">Of the pictures that another camera takes, 0 to 1.</param>
    /// <param name="random">Where all choices come from.</param>
    public static Tensor Apply(Tensor pictures, double share, Random random)
    {
        using var scope = NewDisposeScope();
        int count = (int)pictures.shape[0];
        float[] gain = new float[count * 3], gamma = new float[count], contrast = new float[count], saturation = new float[count];
        for (int i = 0; i < count; i++)
        {
            // Of those chosen, half have each of the changes, and at least one.
            int changes = random.NextDouble() < share ? 1 << random.Next(Changes) | random.Next(1 << Changes) : 0;
            double Factor(int change, double low, double high) => (changes >> change & 1) == 0 ? 1 : Math.Exp(Uniform(random, low, high));
            for (int c = 0; c < 3; c++) { gain[i * 3 + c] = (float)Factor(0, -0.35, 0.35); }
            gamma[i] = (float)Factor(1, -0.5, 0.5);
            contrast[i] = (float)Factor(2, -0.7, 0.3);
            // Every second one of these is grey: a camera that has no colour is commoner than one that has little.
            saturation[i] = (changes & 8) == 0 ? 1 : (float)Math.Max(0, Uniform(random, -1, 1));
        }
        Tensor Each(float[] v) => tensor(v, [count, 1, 1, 1]);
        Tensor x = (pictures / 255).pow(Each(gamma)) * tensor(gain, [count, 3, 1, 1]);
        Tensor grey = x.mean([1L], keepdim: true);
        x = grey + (x - grey) * Each(saturation);
        Tensor mean = x.mean([1L, 2L, 3L], keepdim: true);
        x = (x - mean) * Each(contrast) + mean;
        return (x * 255).round().clamp(0, 255).MoveToOuterDisposeScope();
    }
}
