using System.Numerics;
using CsCheck;
using Xunit;

namespace EdgeCodec.Tests.Imaging;

/// <summary>The resampler against the definition, written out term by term in big integers.</summary>
public class GridResamplerTests
{
    [Fact]
    public void Resample_AnySource_EqualsTheDefinition() => Gen.ULong.Sample(
        seed =>
        {
            var random = new SplitMix(seed);
            (GridSpec grid, ImageMaker image, IntensityWindow? window) = RandomCase(random);
            var actual = new byte[grid.SampleCount];
            GridResampler.Resample(image.View, grid, window, actual);
            Assert.Equal(ByDefinition(grid, image, window ?? DefaultWindow(grid, image.Type)), actual);
        },
        iter: 3000);

    [Fact]
    public void Resample_SourceOfGridSize_IsTheSourceItself()
    {
        byte[] pixels = new SplitMix(5).Bytes(7 * 5 * 3);
        var actual = new byte[pixels.Length];
        GridResampler.Resample(PixelView.Packed(pixels, SampleType.U8, 3, 7, 5), Grid(GridFit.Stretch, 3, new(1, 5, 7)), null, actual);
        Assert.Equal(pixels, actual);
    }

    [Fact]
    public void Resample_TwoByTwoToOne_RoundsTheMeanHalfUp()
    {
        var actual = new byte[1];
        GridResampler.Resample(PixelView.Packed([1, 2, 2, 1], SampleType.U8, 1, 2, 2), Grid(GridFit.Stretch, 1, new(1, 1, 1)), null, actual);
        Assert.Equal(2, actual[0]);
    }

    [Fact]
    public void Resample_Letterbox_PadsAroundTheSource()
    {
        GridSpec grid = Grid(GridFit.Letterbox, 1, new(1, 4, 4)) with { Pad = [9] };
        var actual = new byte[16];
        GridResampler.Resample(PixelView.Packed([10, 20, 30, 40, 50, 60, 70, 80], SampleType.U8, 1, 4, 2), grid, null, actual);
        Assert.Equal([9, 9, 9, 9, 10, 20, 30, 40, 50, 60, 70, 80, 9, 9, 9, 9], actual);
    }

    [Fact]
    public void Resample_ExtremesOfS16AndWindow_StayExact()
    {
        GridSpec grid = Grid(GridFit.Stretch, 1, new(1, 1, 3)) with { WindowMode = WindowMode.Caller };
        byte[] pixels = [0x00, 0x80, 0x00, 0x00, 0xFF, 0x7F];
        var actual = new byte[3];
        GridResampler.Resample(PixelView.Packed(pixels, SampleType.S16, 1, 3, 1), grid, new IntensityWindow(-32768, 65535), actual);
        Assert.Equal([0, 128, 255], actual);
        GridResampler.Resample(PixelView.Packed(pixels, SampleType.S16, 1, 3, 1), grid, new IntensityWindow(65535, 1), actual);
        Assert.Equal([0, 0, 0], actual);
        GridResampler.Resample(PixelView.Packed(pixels, SampleType.S16, 1, 3, 1), grid, new IntensityWindow(-32768, 1), actual);
        Assert.Equal([0, 255, 255], actual);
    }

    [Fact]
    public void Resample_LongestAxis_DoesNotOverflow()
    {
        byte[] pixels = new byte[65535 * 2];
        Array.Fill(pixels, (byte)0xFF);
        var actual = new byte[1];
        GridResampler.Resample(PixelView.Packed(pixels, SampleType.U16, 1, 65535, 1), Grid(GridFit.Stretch, 1, new(1, 1, 1)), null, actual);
        Assert.Equal(255, actual[0]);
    }

    [Fact]
    public void Resample_WrongSource_IsNamedByStatus()
    {
        GridSpec grid = Grid(GridFit.Stretch, 1, new(1, 4, 4)) with
        {
            SampleTypes = SampleTypes.U8, MinSource = new(2, 3, 4), MaxAspect16 = 32,
        };
        Expect(EdgeCodecStatus.ImageChannels, SampleType.U8, 3, 4, 4, 2);
        Expect(EdgeCodecStatus.ImageSampleType, SampleType.U16, 1, 4, 4, 2);
        Expect(EdgeCodecStatus.ImageTooSmall, SampleType.U8, 1, 3, 4, 2);
        Expect(EdgeCodecStatus.ImageTooSmall, SampleType.U8, 1, 4, 2, 2);
        Expect(EdgeCodecStatus.ImageTooSmall, SampleType.U8, 1, 4, 4, 1);
        Expect(EdgeCodecStatus.ImageAspect, SampleType.U8, 1, 9, 4, 2);
        Expect(EdgeCodecStatus.ImageAspect, SampleType.U8, 1, 4, 9, 2);
        GridResampler.Resample(PixelView.Packed(new byte[64], SampleType.U8, 1, 8, 4, 2), grid, null, new byte[16]);
        Errors.Expect(EdgeCodecStatus.ImageInvalid, () => GridResampler.Resample(default, grid, null, new byte[16]));
        Errors.Expect(
            EdgeCodecStatus.InvalidArgument,
            () => GridResampler.Resample(PixelView.Packed(new byte[64], SampleType.U8, 1, 8, 4, 2), grid, null, new byte[15]));

        void Expect(EdgeCodecStatus status, SampleType type, int channels, int width, int height, int depth) => Errors.Expect(
            status,
            () => GridResampler.Resample(PixelView.Packed(new byte[1024], type, channels, width, height, depth), grid, null, new byte[16]));
    }

    [Fact]
    public void Resample_WindowOutOfPlace_IsNamedByStatus()
    {
        GridSpec grid = Grid(GridFit.Stretch, 1, new(1, 1, 1));
        Run(EdgeCodecStatus.WindowNotAllowed, grid, new IntensityWindow(0, 255));
        Run(EdgeCodecStatus.WindowNotAllowed, grid with { WindowMode = WindowMode.Fixed, Window = new(0, 9) }, new IntensityWindow(0, 255));
        GridSpec caller = grid with { WindowMode = WindowMode.Caller };
        Run(EdgeCodecStatus.WindowRequired, caller, null);
        Run(EdgeCodecStatus.WindowInvalid, caller, new IntensityWindow(0, 0));
        Run(EdgeCodecStatus.WindowInvalid, caller, new IntensityWindow(0, 65536));
        Run(EdgeCodecStatus.WindowInvalid, caller, new IntensityWindow(-32769, 1));
        Run(EdgeCodecStatus.WindowInvalid, caller, new IntensityWindow(65536, 1));

        static void Run(EdgeCodecStatus status, GridSpec grid, IntensityWindow? window) => Errors.Expect(
            status, () => GridResampler.Resample(PixelView.Packed([1], SampleType.U8, 1, 1, 1), grid, window, new byte[1]));
    }

    private static GridSpec Grid(GridFit fit, int channels, Size3 size) => new()
    {
        Fit = fit, Channels = channels, SampleTypes = SampleTypes.U8 | SampleTypes.U16 | SampleTypes.S16, Size = size,
    };

    private static (GridSpec Grid, ImageMaker Image, IntensityWindow? Window) RandomCase(SplitMix random)
    {
        int channels = random.Chance(50) ? 1 : 3;
        bool isVolume = random.Chance(40);
        int limit = isVolume ? 9 : 30;
        var size = new Size3(isVolume ? random.Next(1, 5) : 1, random.Next(1, 10), random.Next(1, 10));
        var window = new IntensityWindow(random.Next(-32768, 65535), random.Next(1, random.Chance(50) ? 600 : 65535));
        var mode = (WindowMode)random.Next(0, 2);
        GridSpec grid = Grid((GridFit)random.Next(0, 2), channels, size) with
        {
            Pad = [.. random.Bytes(channels)],
            WindowMode = mode,
            Window = mode == WindowMode.Fixed ? window : default,
        };
        ImageMaker image = ImageMaker.Noise(
            random, (SampleType)random.Next(0, 2), channels, random.Next(1, limit), random.Next(1, limit), isVolume ? random.Next(1, 9) : 1);
        return (grid, image, mode == WindowMode.Caller ? window : null);
    }

    private static IntensityWindow DefaultWindow(GridSpec grid, SampleType type) => grid.WindowMode == WindowMode.Fixed
        ? grid.Window
        : type switch
        {
            SampleType.U8 => new(0, 255),
            SampleType.U16 => new(0, 65535),
            _ => new(-32768, 65535),
        };

    private static byte[] ByDefinition(GridSpec grid, ImageMaker image, IntensityWindow window)
    {
        // ECM §2.1, retyped.
        int h = image.Height, w = image.Width, gh = grid.Size.H, gw = grid.Size.W;
        int sx = 0, sy = 0, sw = w, sh = h, dx = 0, dy = 0, dw = gw, dh = gh;
        bool isWide = w * gh >= h * gw;
        if (grid.Fit == GridFit.CenterCrop)
        {
            sw = isWide ? Math.Max(1, h * gw / gh) : w;
            sh = isWide ? h : Math.Max(1, w * gh / gw);
            sx = (w - sw) / 2;
            sy = (h - sh) / 2;
        }
        else if (grid.Fit == GridFit.Letterbox)
        {
            dw = isWide ? gw : Math.Max(1, ((w * gh) + (h / 2)) / h);
            dh = isWide ? Math.Max(1, ((h * gw) + (w / 2)) / w) : gh;
            dx = (gw - dw) / 2;
            dy = (gh - dh) / 2;
        }
        var expected = new byte[grid.SampleCount];
        int at = 0;
        for (int z = 0; z < grid.Size.D; z++)
        {
            for (int y = 0; y < gh; y++)
            {
                for (int x = 0; x < gw; x++)
                {
                    for (int c = 0; c < grid.Channels; c++)
                    {
                        bool isInside = y >= dy && y < dy + dh && x >= dx && x < dx + dw;
                        expected[at++] = isInside ? Voxel(c, z, y - dy, x - dx) : grid.Pad[c];
                    }
                }
            }
        }
        return expected;

        byte Voxel(int c, int i, int k, int l)
        {
            BigInteger v = 0;
            for (int z = 0; z < image.Depth; z++)
            {
                for (int y = 0; y < sh; y++)
                {
                    for (int x = 0; x < sw; x++)
                    {
                        BigInteger weight = Weight(i, z, image.Depth, grid.Size.D) * Weight(k, y, sh, dh) * Weight(l, x, sw, dw);
                        v += weight.IsZero ? 0 : weight * image.Sample(c, z, sy + y, sx + x);
                    }
                }
            }
            BigInteger total = (BigInteger)image.Depth * sh * sw;
            BigInteger numerator = (255 * (v - (window.Low * total))) + (window.Width * total / 2);
            BigInteger denominator = window.Width * total;
            BigInteger quotient = BigInteger.DivRem(numerator, denominator, out BigInteger remainder);
            BigInteger floor = remainder.Sign < 0 ? quotient - 1 : quotient;
            return (byte)BigInteger.Max(0, BigInteger.Min(255, floor));
        }
    }

    /// <summary>ECM §2.2.</summary>
    private static BigInteger Weight(long i, long j, long n, long m) =>
        Math.Max(0, Math.Min((i + 1) * n, (j + 1) * m) - Math.Max(i * n, j * m));
}
