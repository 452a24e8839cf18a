using EdgeCodec.Cli.Phantoms;

namespace EdgeCodec.Cli.Pictures;

/// <summary>
/// A drawn dermoscopy photograph whose mask is known: skin, a lesion, hairs, falling light. It shows that the path
/// works where no photograph is at hand; it says nothing about how well a model does on patients.
/// </summary>
internal static class Phantom
{
    /// <summary>Draws the photograph (RGB) and its mask (0 and 255), both square.</summary>
    /// <param name="size">Pixels a side.</param>
    /// <param name="seed">The same seed and size give the same picture.</param>
    public static (Picture Photograph, Picture Mask) Draw(int size, int seed)
    {
        var random = new PhantomRandom(unchecked((ulong)seed) + 1);
        var skin = new Skin(random);
        var lesion = new Lesion(random);
        var hairs = new Hairs(random, size);
        var sensor = new Noise(random, 1);
        var samples = new byte[size * size * 3];
        var mask = new byte[size * size];
        for (int i = 0; i < mask.Length; i++)
        {
            int column = i % size;
            int row = i / size;
            double x = ((2.0 * column) + 1 - size) / size;
            double y = ((2.0 * row) + 1 - size) / size;
            double depth = lesion.Depth(x, y);
            mask[i] = depth > 0 ? (byte)255 : (byte)0;
            Colour colour = skin.ColourAt(x, y);
            double cover = lesion.Cover(depth);
            if (cover > 0)
            {
                colour = Colour.Mix(colour, lesion.ColourAt(x, y, depth), cover);
            }
            colour = Colour.Mix(colour, hairs.Tint, hairs.CoverAt(i)) * skin.LightAt(x, y);
            double noise = 2.5 * sensor.At(column * 0.9, row * 0.9);
            samples[i * 3] = ToByte(colour.R + noise);
            samples[(i * 3) + 1] = ToByte(colour.G + noise);
            samples[(i * 3) + 2] = ToByte(colour.B + noise);
        }
        return (new Picture(samples, size, size, 3), new Picture(mask, size, size, 1));
    }

    private static byte ToByte(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);
}
