using CsCheck;
using Xunit;

namespace EdgeCodec.Tests.Entropy;

public class RangeCoderTests
{
    [Fact]
    public void Decode_EncodedBits_GivesThemBack() => Gen.ULong.Sample(
        seed =>
        {
            (int[] bits, uint[] probabilities) = RandomBits(new SplitMix(seed));
            byte[] segment = Encode(bits, probabilities);
            var decoder = new RangeDecoder(segment);
            Assert.True(decoder.IsCodeInRange);
            for (int i = 0; i < bits.Length; i++)
            {
                Assert.Equal(bits[i], decoder.Decode(probabilities[i]));
            }
            Assert.True(segment.Length <= decoder.Taken);
            Assert.True(segment is not [.., 0]);
            Assert.True(segment.Length <= RangeEncoder.MaxBytes(bits.Length));
        },
        iter: 2000);

    [Fact]
    public void Encode_AnyBits_TakesTheIdealLengthAndLessThanAByte() => Gen.ULong.Sample(
        seed =>
        {
            (int[] bits, uint[] probabilities) = RandomBits(new SplitMix(seed));
            double ideal = bits.Zip(probabilities, (b, p) => -Math.Log2((b != 0 ? p : 65536 - p) / 65536.0)).Sum();
            int actual = Encode(bits, probabilities).Length * 8;
            // Truncation of range >> 16 costs at most 2^-8 of a bit's interval; ending costs at most one byte and a bit.
            Assert.True(actual <= ideal + (0.006 * bits.Length) + 9, $"{actual} bits for an ideal of {ideal:0.0}");
        },
        iter: 2000);

    [Fact]
    public void Encode_UnlikelyBitsOnly_StaysWithinTheBound()
    {
        foreach (int count in new[] { 0, 1, 2, 3, 7, 8, 100, 5000 })
        {
            foreach (int bit in new[] { 0, 1 })
            {
                uint p1 = bit == 1 ? 32u : 65504u;
                byte[] segment = Encode(Enumerable.Repeat(bit, count).ToArray(), Enumerable.Repeat(p1, count).ToArray());
                Assert.True(segment.Length <= RangeEncoder.MaxBytes(count));
            }
        }
    }

    [Fact]
    public void Encode_LikelyOnesOnly_IsEmpty() =>
        // The interval of ones starts at 0, whose zero bytes are dropped.
        Assert.Empty(Encode([1, 1, 1, 1, 1], [60000, 60000, 60000, 60000, 60000]));

    [Fact]
    public void Encode_CarryThroughManyBytes_DecodesBack()
    {
        // A run of zeros of probability close to 1/2 keeps low near the top of the range, where carries run far.
        int carries = 0;
        for (ulong seed = 0; seed < 300; seed++)
        {
            var random = new SplitMix(seed);
            int[] bits = Enumerable.Range(0, 400).Select(_ => random.Chance(2) ? 1 : 0).ToArray();
            uint[] probabilities = bits.Select(_ => (uint)random.Next(1, 3) * 16384).ToArray();
            byte[] segment = Encode(bits, probabilities);
            var decoder = new RangeDecoder(segment);
            for (int i = 0; i < bits.Length; i++)
            {
                Assert.Equal(bits[i], decoder.Decode(probabilities[i]));
            }
            carries += segment.AsSpan().IndexOf([(byte)0xFF, (byte)0xFF]) >= 0 ? 1 : 0;
        }
        Assert.True(carries > 0, "no segment came near a carry");
    }

    [Fact]
    public void Decode_FirstBytesThatNoEncoderWrites_AreOutOfRange() =>
        Assert.False(new RangeDecoder([0xFF, 0xFF, 0xFF, 0xFF, 1]).IsCodeInRange);

    private static byte[] Encode(int[] bits, uint[] probabilities)
    {
        var memory = new byte[RangeEncoder.MaxBytes(bits.Length)];
        var encoder = new RangeEncoder(memory);
        for (int i = 0; i < bits.Length; i++)
        {
            encoder.Encode(bits[i], probabilities[i]);
        }
        return memory[..encoder.Finish()];
    }

    private static (int[] Bits, uint[] Probabilities) RandomBits(SplitMix random)
    {
        int count = random.Next(0, random.Chance(80) ? 60 : 3000);
        int skew = random.Next(0, 15);
        var bits = new int[count];
        var probabilities = new uint[count];
        for (int i = 0; i < count; i++)
        {
            uint p = (uint)Math.Clamp(random.Next(1, 65535) >> random.Next(0, skew), 32, 65504);
            probabilities[i] = random.Chance(50) ? p : 65536 - p;
            // Mostly as likely as the probability says, sometimes the opposite.
            bits[i] = random.Next(0, 65535) < probabilities[i] != random.Chance(5) ? 1 : 0;
        }
        return (bits, probabilities);
    }
}
