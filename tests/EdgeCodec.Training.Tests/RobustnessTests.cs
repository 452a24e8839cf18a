using EdgeCodec.Cli.Evaluation;
using EdgeCodec.Training.Commands;
using EdgeCodec.Training.Data;
using EdgeCodec.Training.Robustness;
using Xunit;

namespace EdgeCodec.Training.Tests;

public sealed class RobustnessTests
{
    private const int Side = 64;

    // A brown disc on skin, both uneven: what is flat hides a blur.
    private static readonly Sample Lesion = Drawn();

    public static TheoryData<string> Names => [.. Disturbance.All.Select(d => d.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_EachDisturbance_ChangesThePicture_AsOftenAsItIsAsked_TheSame(string name)
    {
        Disturbance disturbance = Disturbance.All.Single(d => d.Name == name);
        Disturbed[] drawn = [.. Enumerable.Range(0, 6).Select(i => Disturbed.Of(Lesion, disturbance, i))];

        byte[] asItIs = Disturbed.Of(Lesion, Disturbance.All[0], 0).Picture.Samples;
        int changed = drawn.Count(d => !d.Picture.Samples.SequenceEqual(asItIs));
        // A field of view or a bar may lie outside of the picture.
        Assert.InRange(changed, name == "none" ? 0 : 4, name == "none" ? 0 : 6);
        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(drawn[i].Picture.Samples, Disturbed.Of(Lesion, disturbance, i).Picture.Samples));
    }

    [Fact]
    public void Of_None_IsThePicture_AndItsLesion()
    {
        Disturbed drawn = Disturbed.Of(Lesion, Disturbance.All[0], 0);

        for (int i = 0; i < Side * Side; i++)
        {
            for (int c = 0; c < 3; c++) { Assert.Equal(Lesion.Pixels[c * Side * Side + i], drawn.Picture.Samples[3 * i + c]); }
            Assert.Equal(Lesion.Mask[i] >= 128 ? 1 : 0, drawn.Truth[i]);
        }
    }

    [Fact]
    public void Of_WhatHidesSkin_TakesThatFromTheLesion_AndWhatDoesNotLeavesIt()
    {
        int Area(string name, int number) => Disturbed.Of(Lesion, Disturbance.All.Single(d => d.Name == name), number).Truth.Sum(v => v);
        int whole = Area("none", 0);

        Assert.All(Enumerable.Range(0, 20), i => Assert.Equal(whole, Area("ink", i)));
        int[] left = [.. Enumerable.Range(0, 20).Select(i => Area("a sticker", i))];
        Assert.True(left.Min() < whole && left.Max() <= whole, string.Join(' ', left));
    }

    [Fact]
    public void Table_HasARowADisturbance_WithFiguresOfBoth()
    {
        static PictureResult Result(string id, long shared, int bytes) => new(id, Overlap.Of(shared, 100, 100), bytes, 1, 1, Side, Side);
        RobustnessCommand.Row[] rows =
        [
            new("none", [Result("a", 90, 40), Result("b", 80, 50)], [Result("a", 90, 300), Result("b", 90, 300)]),
            new("ink", [Result("a", 40, 60), Result("b", 80, 50)], [Result("a", 90, 300), Result("b", 90, 300)]),
        ];

        string page = RobustnessCommand.Table("ours", "theirs", rows);

        Assert.Contains("| none | 0.8500 | 0.0 % | 45.0 (50) | 0.9000 | 0.0 % | -0.0500 (-0.1000 to 0.0000) |", page, StringComparison.Ordinal);
        Assert.Contains("| ink | 0.6000 | 50.0 % | 55.0 (60) | 0.9000 | 0.0 % | -0.3000 (-0.5000 to -0.1000) |", page, StringComparison.Ordinal);
    }

    private static Sample Drawn()
    {
        var random = new Random(1);
        byte[] pixels = new byte[3 * Side * Side], mask = new byte[Side * Side];
        for (int i = 0; i < Side * Side; i++)
        {
            int x = i % Side - Side / 2, y = i / Side - Side / 2;
            bool lesion = x * x + y * y < Side * Side / 9;
            mask[i] = (byte)(lesion ? 255 : 0);
            for (int c = 0; c < 3; c++) { pixels[c * Side * Side + i] = (byte)((lesion ? 90 : 200) - 30 * c + random.Next(20)); }
        }
        return new Sample("disc", pixels, mask);
    }
}
