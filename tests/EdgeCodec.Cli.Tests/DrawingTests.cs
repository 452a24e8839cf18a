using System.Text;
using EdgeCodec.Cli.Drawing;
using NetVips;
using Xunit;

namespace EdgeCodec.Cli.Tests;

public sealed class DrawingTests
{
    private const int Side = 64;

    [Fact]
    public void Trace_Disc_IsOneLoopAtItsRadius()
    {
        IReadOnlyList<IReadOnlyList<(double X, double Y)>> loops = Contours.Trace(Field(r => (20.5 - r) * 255), Side, Side);
        IReadOnlyList<(double X, double Y)> loop = Assert.Single(loops);
        Assert.All(loop, p => Assert.InRange(Distance(p.X, p.Y), 19.5, 20.5));
    }

    [Fact]
    public void Trace_Ring_IsTwoLoops() => Assert.Equal(2, Contours.Trace(Field(r => r is > 10 and < 25 ? 255 : 0), Side, Side).Count);

    [Fact]
    public void Trace_WholePicture_IsClosedAlongItsBorder()
    {
        IReadOnlyList<(double X, double Y)> loop = Assert.Single(Contours.Trace(Field(_ => 255), Side, Side));
        Assert.Equal(4 * Side, loop.Count);
        Assert.All(loop, p => Assert.InRange(Math.Max(Math.Abs(p.X - 32), Math.Abs(p.Y - 32)), 31.4, 32.1));
    }

    [Fact]
    public void Trace_DiagonalNeighbours_AreClosedLoops()
    {
        byte[] field = new byte[Side * Side];
        field[(10 * Side) + 10] = field[(11 * Side) + 11] = 255;
        Assert.InRange(Contours.Trace(field, Side, Side).Count, 1, 2);
        Assert.Empty(Contours.Trace(new byte[Side * Side], Side, Side));
    }

    [Fact]
    public void Text_EveryPrintableSign_IsDrawnWithoutFonts()
    {
        for (char sign = '!'; sign <= '~'; sign++)
        {
            Assert.True(Ink(sign.ToString()) > 2, $"'{sign}'");
        }
        Assert.True(Glyphs.Width("WW", 20) > Glyphs.Width("ii", 20));
        Assert.Equal(Glyphs.Width("?", 20), Glyphs.Width("\u4e2d", 20));
    }

    /// <summary>Covered pixels of a text.</summary>
    private static double Ink(string text)
    {
        var svg = new StringBuilder("<svg xmlns='http://www.w3.org/2000/svg' width='40' height='40'>");
        Glyphs.Append(svg, text, 5, 30, 24, "#000");
        using Image drawn = Image.SvgloadBuffer(Encoding.UTF8.GetBytes(svg.Append("</svg>").ToString()));
        using Image alpha = drawn[3];
        return alpha.Avg() / 255 * 1600;
    }

    private static byte[] Field(Func<double, double> value)
    {
        var field = new byte[Side * Side];
        for (int i = 0; i < field.Length; i++)
        {
            field[i] = (byte)Math.Clamp(value(Distance((i % Side) + 0.5, (i / Side) + 0.5)), 0, 255);
        }
        return field;
    }

    private static double Distance(double x, double y) => Math.Sqrt(((x - 32) * (x - 32)) + ((y - 32) * (y - 32)));
}
