using System.Collections.Immutable;

namespace EdgeCodec.Tests;

/// <summary>
/// Edge models with random weights, the same for the same seed on every platform. Their latents depend on
/// the image and are neither all 0 nor all 1. Other test projects link this file, SplitMix.cs and ModelParts.cs.
/// </summary>
internal static class RandomModels
{
    /// <summary>RGB, u8, 32 x 24 grid, stretched; two layers of network, one layer of latent.</summary>
    public static ModelParts Picture(ulong seed) => Create(
        new SplitMix(seed),
        new GridSpec
        {
            Fit = GridFit.Stretch,
            Channels = 3,
            SampleTypes = SampleTypes.U8,
            Size = new Size3(1, 24, 32),
            MinSource = new Size3(1, 4, 4),
            MaxAspect16 = 160,
        },
        hidden: 6,
        networkLayers: 3,
        latentChannels: 4,
        latentLayers: 1,
        $"random-picture-{seed}");

    /// <summary>One channel, s16 only, window from the caller, 6 x 16 x 12 grid; the latent has two layers.</summary>
    public static ModelParts Volume(ulong seed) => Create(
        new SplitMix(seed),
        new GridSpec
        {
            Fit = GridFit.Letterbox,
            Channels = 1,
            WindowMode = WindowMode.Caller,
            SampleTypes = SampleTypes.S16,
            Size = new Size3(6, 16, 12),
            Pad = [7],
        },
        hidden: 4,
        networkLayers: 2,
        latentChannels: 5,
        latentLayers: 2,
        $"random-volume-{seed}");

    /// <summary>Everything random.</summary>
    public static ModelParts Any(ulong seed)
    {
        var random = new SplitMix(seed);
        int channels = random.Chance(50) ? 1 : 3;
        var mode = (WindowMode)random.Next(0, 2);
        int latentChannels = random.Next(1, 6);
        var grid = new GridSpec
        {
            Fit = (GridFit)random.Next(0, 2),
            Channels = channels,
            WindowMode = mode,
            Window = mode == WindowMode.Fixed ? new IntensityWindow(random.Next(-1000, 1000), random.Next(1, 65535)) : default,
            SampleTypes = (SampleTypes)random.Next(1, 7),
            Size = new Size3(random.Chance(50) ? 1 : random.Next(1, 6), random.Next(1, 20), random.Next(1, 20)),
            Pad = [.. random.Bytes(channels)],
        };
        return Create(
            random, grid, random.Next(0, 8), random.Next(1, 4), latentChannels, random.Next(1, latentChannels), $"random-any-{seed}");
    }

    /// <summary>RGB pictures again, through a convolution, a depthwise one of awkwardly many channels, and two more.</summary>
    public static ModelParts Depthwise(ulong seed)
    {
        ModelParts parts = Picture(seed);
        var random = new SplitMix(seed + 1000);
        Size3 size = parts.Grid.Size;
        int[] channels = [random.Next(1, 50), 0, random.Next(1, 20), 0, 4];
        var layers = ImmutableArray.CreateBuilder<ConvLayer>();
        for (int i = 0; i < channels.Length; i++)
        {
            int inputs = i == 0 ? 3 : layers[^1].OutChannels, middle = i == 0 ? 128 : Math.Max(30, (int)layers[^1].OutZero);
            bool depthwise = channels[i] == 0;
            layers.Add(RandomLayer(random, size, inputs, middle, depthwise ? inputs : channels[i], i == channels.Length - 1, depthwise));
            size = layers[^1].OutputSize(size);
        }
        LatentSpec latent = RandomLatent(random, size, 4, 1);
        return parts with { Grid = parts.Grid with { Pad = [0, 0, 0] }, Layers = layers.ToImmutable(), Latent = latent, Context = RandomContext(random, latent, 6), Name = $"random-depthwise-{seed}" };
    }

    /// <summary>A model of that grid with a random network, latent and context model.</summary>
    public static ModelParts Create(
        SplitMix random, GridSpec grid, int hidden, int networkLayers, int latentChannels, int latentLayers, string name)
    {
        var layers = ImmutableArray.CreateBuilder<ConvLayer>();
        Size3 size = grid.Size;
        int channels = grid.Channels;
        for (int i = 0; i < networkLayers; i++)
        {
            bool isLast = i == networkLayers - 1;
            int middle = i == 0 ? 128 : Math.Max(30, (int)layers[^1].OutZero);
            ConvLayer layer = RandomLayer(random, size, channels, middle, isLast ? latentChannels : random.Next(2, 8), isLast);
            layers.Add(layer);
            size = layer.OutputSize(size);
            channels = layer.OutChannels;
        }
        LatentSpec latent = RandomLatent(random, size, latentChannels, latentLayers);
        return new ModelParts(
            grid, layers.ToImmutable(), latent, RandomContext(random, latent, hidden), name, "Random weights; of no use but for tests.");
    }

    private static ConvLayer RandomLayer(SplitMix random, Size3 input, int inChannels, int inMiddle, int outChannels, bool isLast, bool depthwise = false)
    {
        (int kd, int sd, int ld, int bd, int ad) = RandomAxis(random, input.D);
        (int kh, int sh, int lh, int bh, int ah) = RandomAxis(random, input.H);
        (int kw, int sw, int lw, int bw, int aw) = RandomAxis(random, input.W);
        var kernel = new Size3(kd, kh, kw);
        int fan = (int)kernel.Volume * (depthwise ? 1 : inChannels);
        var weights = new sbyte[outChannels * fan];
        var bias = new int[outChannels];
        for (int o = 0; o < outChannels; o++)
        {
            int sum = 0;
            for (int i = 0; i < fan; i++)
            {
                weights[(o * fan) + i] = (sbyte)random.Next(-128, 127);
                sum += weights[(o * fan) + i];
            }
            // The middle of the input's values gives about zero.
            bias[o] = (-inMiddle * sum) + random.Next(-2000, 2000);
        }
        var multiplier = new uint[isLast ? 0 : outChannels];
        var shift = new byte[isLast ? 0 : outChannels];
        for (int o = 0; o < multiplier.Length; o++)
        {
            // About 1 / (80 sqrt(fan)): accumulators spread by about 80 * 74 * sqrt(fan), outputs by about 74.
            shift[o] = (byte)random.Next(24, 36);
            multiplier[o] = (uint)((1L << shift[o]) / (80 * (1 + (int)Math.Sqrt(fan)))) + 1;
        }
        return new ConvLayer
        {
            Output = isLast ? ConvOutput.LatentSign : ConvOutput.Requantized,
            InZero = (byte)random.Next(0, 255),
            OutZero = isLast ? (byte)0 : (byte)random.Next(0, 160),
            Depthwise = depthwise,
            InChannels = inChannels,
            OutChannels = outChannels,
            Kernel = kernel,
            Stride = new Size3(sd, sh, sw),
            Dilation = new Size3(ld, lh, lw),
            PadBefore = new Size3(bd, bh, bw),
            PadAfter = new Size3(ad, ah, aw),
            Bias = [.. bias],
            Multiplier = [.. multiplier],
            Shift = [.. shift],
            Weights = [.. weights],
        };
    }

    /// <summary>Kernel, stride, dilation, padding before and after that give at least one output sample.</summary>
    private static (int Kernel, int Stride, int Dilation, int Before, int After) RandomAxis(SplitMix random, int size)
    {
        int kernel = size == 1 ? 1 : random.Next(1, 4);
        int dilation = random.Next(1, 2);
        int reach = dilation * (kernel - 1);
        int before = random.Next(0, reach);
        int after = Math.Max(random.Next(0, reach), reach + 1 - size - before);
        return (kernel, random.Next(1, size > 8 ? 2 : 1), dilation, before, after);
    }

    private static LatentSpec RandomLatent(SplitMix random, Size3 size, int channels, int layers)
    {
        var counts = new int[layers];
        Array.Fill(counts, 1);
        for (int spare = channels - layers; spare > 0; spare--)
        {
            counts[random.Next(0, layers - 1)]++;
        }
        return new LatentSpec { Channels = channels, Size = size, LayerChannels = [.. counts] };
    }

    private static ContextModel RandomContext(SplitMix random, LatentSpec latent, int hidden)
    {
        var channels = ImmutableArray.CreateBuilder<ChannelContext>();
        for (int c = 0; c < latent.Channels; c++)
        {
            ContextTap[] taps = RandomTaps(random, c);
            channels.Add(new ChannelContext
            {
                Taps = [.. taps],
                Direct = Numbers(random, taps.Length, 300, v => (short)v),
                HiddenBias = Numbers(random, hidden, 100, v => (short)v),
                HiddenWeight = Numbers(random, taps.Length * hidden, 127, v => (sbyte)v),
                OutputWeight = Numbers(random, hidden, 20, v => (short)v),
                Position = Numbers(random, latent.Height * latent.Width, 2000, v => v),
            });
        }
        var table = new ushort[ContextModel.TableSize];
        for (int i = 0; i < table.Length; i++)
        {
            // A sigmoid in integers, so that it is the same everywhere.
            int x = i - 512;
            table[i] = (ushort)Math.Clamp(32768 + (32768 * x / (60 + Math.Abs(x))), ContextModel.MinProbability, ContextModel.MaxProbability);
        }
        return new ContextModel { Hidden = hidden, LogitShift = 4, Channels = channels.ToImmutable(), Probability = [.. table] };
    }

    private static ContextTap[] RandomTaps(SplitMix random, int channel)
    {
        var taps = new List<ContextTap>();
        for (int i = random.Next(0, 12); i > 0; i--)
        {
            var tap = new ContextTap(
                (byte)random.Next(0, channel), (sbyte)random.Next(-1, 1), (sbyte)random.Next(-2, 2), (sbyte)random.Next(-2, 2));
            if (tap.Channel < channel || (tap.Dz, tap.Dy, tap.Dx).CompareTo(((sbyte)0, (sbyte)0, (sbyte)0)) < 0)
            {
                taps.Add(tap);
            }
        }
        return [.. taps];
    }

    private static ImmutableArray<T> Numbers<T>(SplitMix random, int count, int magnitude, Func<int, T> convert)
    {
        var values = new T[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = convert(random.Next(-magnitude, magnitude));
        }
        return [.. values];
    }
}
