using EdgeCodec.Training.Data;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Tests;

public class LetterboxBarsTests
{
    [Fact]
    public void Apply_CoversTwoOppositeEdgesWithThePad_AndNothingElse()
    {
        using var scope = NewDisposeScope();
        Tensor pictures = randint(100, [64, 3, 64, 64]).to(ScalarType.Float32);
        (Tensor barred, Tensor visible) = LetterboxBars.Apply(pictures, 0.5, 128, new Random(1));
        Assert.True((barred * visible).equal(pictures * visible).all().item<bool>());
        Assert.True((barred * (1 - visible)).equal((1 - visible) * 128f).all().item<bool>());
        int covered = 0;
        for (int i = 0; i < 64; i++)
        {
            Tensor seen = visible[i][0];
            // Bars lie along one axis: every line along the other is seen or covered as a whole, and the middle is seen.
            bool rows = seen.std([1L]).max().item<float>() == 0, columns = seen.std([0L]).max().item<float>() == 0;
            Assert.True(rows || columns);
            Assert.Equal(1, seen[32, 32].item<float>());
            float share = seen.mean().item<float>();
            if (share == 1) { continue; }
            covered++;
            Assert.InRange(share, 1 / 1.85, 1 / 1.05);
            // Equal bars, up to one line.
            Tensor line = rows ? seen[TensorIndex.Colon, 0] : seen[0];
            Assert.InRange((line.narrow(0, 0, 32).sum() - line.narrow(0, 32, 32).sum()).abs().item<float>(), 0, 1);
        }
        Assert.InRange(covered, 20, 44);
    }
}
