using EdgeCodec.Training.Data;
using EdgeCodec.Training.Designs;
using EdgeCodec.Training.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace EdgeCodec.Training.Tests;

/// <summary>Pictures that are augmented once and used several times.</summary>
public class LessonsTests
{
    private const int Side = 32, Count = 24;
    private static readonly Recipe Recipe = new() { Name = "x", Design = "plain", Grid = Side, Batch = 4, Uses = 4 };

    // Design.Prepare is what is counted; a picture is known by its brightest value.
    private sealed class Counting : IDesign
    {
        public int Prepared { get; private set; }

        public Lesson Prepare(Tensor pictures, Tensor masks)
        {
            Prepared += (int)pictures.shape[0];
            Tensor number = arange(Prepared - pictures.shape[0], Prepared).to(ScalarType.Float32).view(-1, 1, 1, 1);
            // One corner marks the orientation, in all that belongs together.
            Tensor marked = zeros(pictures.shape[0], 1, Side, Side);
            marked.narrow(2, 0, 8).narrow(3, 0, 16).fill_(1);
            Tensor coarse = zeros(pictures.shape[0], 5, 4, 4);
            coarse.narrow(2, 0, 1).narrow(3, 0, 2).fill_(1);
            return new Lesson((marked * 100 + number).expand(-1, 3, -1, -1), marked, marked * 0.5f, coarse + number);
        }

        public string Description => "";
        public IReadOnlyDictionary<string, nn.Module> Networks => new Dictionary<string, nn.Module>();
        public IReadOnlyList<ParameterGroup> Parameters => [];
        public bool EnterEpoch(int epoch) => false;
        public StepLoss Loss(Lesson lesson, double progress) => throw new NotSupportedException();
        public bool Segments => false;
        public int Layers => 1;
        public (Tensor Logits, Tensor Bits) Predict(Tensor pictures, int layers) => throw new NotSupportedException();
        public void Export(string folder) => throw new NotSupportedException();
    }

    private static Sample[] Samples() => [.. Enumerable.Range(0, Count).Select(i => new Sample($"P{i}", new byte[3 * Side * Side], new byte[Side * Side]))];

    [Fact]
    public void Take_UsesEachPreparedPictureOftenEnough_NeverTwiceInOneOrientation()
    {
        using var scope = NewDisposeScope();
        var design = new Counting();
        using var lessons = new Lessons(Recipe, design, Samples(), new Random(3));
        var seen = new Dictionary<int, List<string>>();
        Assert.Equal(6, lessons.Steps);
        for (int step = 0; step < lessons.Steps; step++)
        {
            Lesson lesson = lessons.Take(step);
            for (int i = 0; i < 4; i++)
            {
                Tensor picture = lesson.Pictures[i][0], mask = lesson.Masks[i][0], target = lesson.Targets[i][0], hint = lesson.Hints![i][0];
                int number = (int)picture.min().item<float>();
                // Everything is turned alike.
                Assert.True((picture - number).equal(mask * 100).all().item<bool>());
                Assert.InRange((target - mask * 0.5f).abs().max().item<float>(), 0, 1 / 255f);
                Assert.True(nn.functional.avg_pool2d(mask.unsqueeze(0), 8)[0].equal(hint - number).all().item<bool>());
                if (!seen.TryGetValue(number, out List<string>? ways)) { seen[number] = ways = []; }
                ways.Add(string.Join("", mask.data<float>().ToArray().Select(v => v > 0.5 ? '1' : '0')));
            }
        }
        // 24 places of a step in all, 4 uses: 6 pictures, in whole batches of 4.
        Assert.Equal(8, design.Prepared);
        Assert.Equal(24, seen.Values.Sum(w => w.Count));
        Assert.All(seen.Values, ways => Assert.InRange(ways.Count, 1, 4));
        Assert.All(seen.Values, ways => Assert.Equal(ways.Count, ways.Distinct().Count()));
    }

    [Fact]
    public void Take_WithOneUse_PreparesEachPictureOnce()
    {
        using var scope = NewDisposeScope();
        var design = new Counting();
        using var lessons = new Lessons(Recipe with { Uses = 1 }, design, Samples(), new Random(3));
        for (int step = 0; step < lessons.Steps; step++) { lessons.Take(step); }
        Assert.Equal(Count, design.Prepared);
    }
}
