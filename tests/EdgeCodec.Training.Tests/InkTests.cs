using EdgeCodec.Training.Data;
using Xunit;

namespace EdgeCodec.Training.Tests;

public class InkTests
{
    private const int Side = 96;

    [Fact]
    public void Draw_CoversALittleOfThePicture_AndTheSameAgain()
    {
        int touched = 0;
        for (int seed = 0; seed < 100; seed++)
        {
            float[] cover = Drawn(seed);
            double share = cover.Count(v => v > 0.2) / (double)cover.Length;
            Assert.InRange(share, 0, 0.4);
            touched += share > 0.002 ? 1 : 0;
            Assert.All(cover, v => Assert.InRange(v, 0, 0.9));
            Assert.Equal(cover, Drawn(seed));
        }
        // A blot may fall outside.
        Assert.InRange(touched, 80, 100);
    }

    private static float[] Drawn(int seed)
    {
        float[] cover = new float[Side * Side];
        Ink.Draw(new Cover(cover, Side, Side), new Random(seed));
        return cover;
    }
}
