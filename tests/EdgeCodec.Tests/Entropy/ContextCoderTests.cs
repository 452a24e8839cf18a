using CsCheck;
using Xunit;

namespace EdgeCodec.Tests.Entropy;

public class ContextCoderTests
{
    [Fact]
    public void Probability_AnyBit_EqualsTheDefinition() => Gen.ULong.Sample(
        seed =>
        {
            var random = new SplitMix(seed);
            EdgeModel model = RandomModels.Any(seed).Build();
            AssertIsTheDefinition(model, random);
        },
        iter: 100);

    [Fact]
    public void Probability_FarManyOrDoubledTaps_EqualsTheDefinition() => Gen.ULong.Sample(
        seed =>
        {
            // What the random models do not have: taps in any order, listed twice, in rows of up to 40, further away than
            // the latent is wide, and hidden sums at the limit of s16.
            var random = new SplitMix(seed);
            EdgeModel model = WithTaps(random, RandomModels.Any(seed)).Build();
            AssertIsTheDefinition(model, random);
        },
        iter: 60);

    [Fact]
    public void DecodeLayer_EncodedLayers_GivesTheBitsBackAtTheIdealLength() => Gen.ULong.Sample(
        seed =>
        {
            EdgeModel model = RandomModels.Any(seed).Build();
            LatentSpec spec = model.Latent;
            byte[] bits = RandomBits(new SplitMix(seed), spec);
            var coder = new ContextCoder(spec, model.Context);
            var decoded = new byte[bits.Length];
            for (int layer = 0; layer < spec.Layers; layer++)
            {
                int count = spec.LayerChannels[layer] * (int)spec.Size.Volume;
                var memory = new byte[RangeEncoder.MaxBytes(count)];
                int length = coder.EncodeLayer(bits, layer, memory);
                double ideal = coder.IdealBits(bits, layer);
                Assert.True(length * 8 <= ideal + (0.006 * count) + 9, $"{length} bytes for an ideal of {ideal:0.0} bits");
                Assert.True(coder.DecodeLayer(memory.AsSpan(0, length), layer, decoded));
            }
            Assert.Equal(bits, decoded);
            double total = CodeLength.IdealBits(model, Latent.Create(spec, bits));
            Assert.Equal(Enumerable.Range(0, spec.Layers).Sum(layer => coder.IdealBits(bits, layer)), total, 6);
        },
        iter: 200);

    [Fact]
    public void EncodeLayer_BitsDrawnFromTheModel_CostAFractionOfAByteMoreThanIdeal()
    {
        // Bits drawn with the very probabilities of the model: the mean cost over many latents against the ideal.
        EdgeModel model = RandomModels.Picture(21).Build();
        LatentSpec spec = model.Latent;
        var coder = new ContextCoder(spec, model.Context);
        var memory = new byte[RangeEncoder.MaxBytes(spec.BitCount)];
        double excess = 0;
        const int Latents = 300;
        for (ulong seed = 0; seed < Latents; seed++)
        {
            byte[] bits = Draw(model, new SplitMix(seed));
            excess += coder.EncodeLayer(bits, 0, memory) - (coder.IdealBits(bits, 0) / 8);
        }
        Assert.InRange(excess / Latents, 0, 0.75);
    }

    [Fact]
    public void DecodeLayer_SegmentThatNoEncoderWrites_IsRefused()
    {
        EdgeModel model = RandomModels.Picture(2).Build();
        LatentSpec spec = model.Latent;
        var coder = new ContextCoder(spec, model.Context);
        var memory = new byte[RangeEncoder.MaxBytes(spec.BitCount)];
        int length = coder.EncodeLayer(RandomBits(new SplitMix(1), spec), 0, memory);
        var bits = new byte[spec.BitCount];
        byte[] zeroAtTheEnd = [.. memory[..length], 0];
        byte[] tooLong = [.. memory[..length], .. Enumerable.Repeat((byte)1, 64)];
        Assert.False(coder.DecodeLayer(zeroAtTheEnd, 0, bits));
        Assert.False(coder.DecodeLayer(tooLong, 0, bits));
        Assert.False(coder.DecodeLayer([0xFF, 0xFF, 0xFF, 0xFF], 0, bits));
    }

    private static ModelParts WithTaps(SplitMix random, ModelParts parts)
    {
        int hidden = random.Next(0, 3) switch { 0 => 0, 1 => random.Next(1, 16), _ => random.Next(17, 32) };
        ChannelContext Channel(int c)
        {
            var taps = new List<ContextTap>();
            for (int i = random.Next(0, 256); i > 0; i--)
            {
                int far = random.Chance(30) ? 127 : 6;
                var tap = new ContextTap(
                    (byte)random.Next(0, c), (sbyte)random.Next(-1, 1), (sbyte)random.Next(-2, 1), (sbyte)random.Next(-far, far));
                if (tap.Channel < c || (tap.Dz, tap.Dy, tap.Dx).CompareTo(((sbyte)0, (sbyte)0, (sbyte)0)) < 0)
                {
                    taps.Add(tap);
                }
            }
            var weights = new sbyte[taps.Count * hidden];
            var bias = new short[hidden];
            for (int j = 0; j < hidden; j++)
            {
                int reach = 0;
                for (int t = 0; t < taps.Count; t++)
                {
                    weights[(t * hidden) + j] = (sbyte)random.Next(-128, 127);
                    reach += Math.Abs((int)weights[(t * hidden) + j]);
                }
                bias[j] = (short)(random.Chance(50) ? short.MaxValue - reach : reach - short.MaxValue);
            }
            return parts.Context.Channels[c] with
            {
                Taps = [.. taps],
                Direct = [.. taps.Select(_ => (short)random.Next(-32768, 32767))],
                HiddenBias = [.. bias],
                HiddenWeight = [.. weights],
                OutputWeight = [.. bias.Select(_ => (short)random.Next(-32768, 32767))],
            };
        }
        return parts with
        {
            Context = new ContextModel
            {
                Hidden = hidden,
                LogitShift = 16,
                Channels = [.. Enumerable.Range(0, parts.Latent.Channels).Select(Channel)],
                Probability = parts.Context.Probability,
            },
        };
    }

    /// <summary>As an encoder asks, which knows all bits, and as a decoder does, for three latents one after the other.</summary>
    private static void AssertIsTheDefinition(EdgeModel model, SplitMix random)
    {
        LatentSpec spec = model.Latent;
        var evaluator = new ContextEvaluator(spec, model.Context);
        foreach (bool isKnown in new[] { true, false, true })
        {
            byte[] bits = RandomBits(random, spec);
            // A decoder has arbitrary bits where it has not been yet.
            byte[] there = isKnown ? bits : RandomBits(random, spec);
            int at = 0;
            for (int c = 0; c < spec.Channels; c++)
            {
                for (int row = 0; row < spec.Depth * spec.Height; row++)
                {
                    evaluator.StartRow(there, c, row / spec.Height, row % spec.Height, isKnown);
                    ushort[] whole = isKnown ? evaluator.Probabilities(there).ToArray() : [];
                    for (int x = 0; x < spec.Width; x++, at++)
                    {
                        uint expected = ByDefinition(model, bits, c, row / spec.Height, row % spec.Height, x);
                        Assert.Equal(expected, isKnown ? whole[x] : evaluator.Probability(there, x));
                        there[at] = bits[at];
                    }
                }
            }
        }
    }

    private static byte[] RandomBits(SplitMix random, LatentSpec spec)
    {
        int ones = random.Next(0, 100);
        var bits = new byte[spec.BitCount];
        for (int i = 0; i < bits.Length; i++)
        {
            bits[i] = (byte)(random.Chance(ones) ? 1 : 0);
        }
        return bits;
    }

    private static byte[] Draw(EdgeModel model, SplitMix random)
    {
        LatentSpec spec = model.Latent;
        var bits = new byte[spec.BitCount];
        var evaluator = new ContextEvaluator(spec, model.Context);
        int at = 0;
        for (int c = 0; c < spec.Channels; c++)
        {
            for (int row = 0; row < spec.Depth * spec.Height; row++)
            {
                evaluator.StartRow(bits, c, row / spec.Height, row % spec.Height, isKnown: false);
                for (int x = 0; x < spec.Width; x++)
                {
                    bits[at++] = (byte)(random.Next(0, 65535) < evaluator.Probability(bits, x) ? 1 : 0);
                }
            }
        }
        return bits;
    }

    /// <summary>ECM §5, retyped.</summary>
    private static uint ByDefinition(EdgeModel model, byte[] bits, int c, int z, int y, int x)
    {
        LatentSpec latent = model.Latent;
        ContextModel context = model.Context;
        ChannelContext channel = context.Channels[c];
        long sum = channel.Position[(y * latent.Width) + x];
        long[] a = channel.HiddenBias.Select(b => (long)b).ToArray();
        for (int t = 0; t < channel.Taps.Length; t++)
        {
            (byte k, sbyte dz, sbyte dy, sbyte dx) = channel.Taps[t];
            (int tz, int ty, int tx) = (z + dz, y + dy, x + dx);
            bool isInside = tz >= 0 && tz < latent.Depth && ty >= 0 && ty < latent.Height && tx >= 0 && tx < latent.Width;
            int bit = isInside ? bits[(((((k * latent.Depth) + tz) * latent.Height) + ty) * latent.Width) + tx] : 0;
            int v = !isInside ? 0 : bit == 1 ? 1 : -1;
            sum += channel.Direct[t] * v;
            for (int j = 0; j < a.Length; j++)
            {
                a[j] += channel.HiddenWeight[(t * a.Length) + j] * v;
            }
        }
        for (int j = 0; j < a.Length; j++)
        {
            sum += channel.OutputWeight[j] * Math.Clamp(a[j], 0, 1023);
        }
        long index = ((sum + (1L << (context.LogitShift - 1))) >> context.LogitShift) + 512;
        return context.Probability[(int)Math.Clamp(index, 0, 1023)];
    }
}
