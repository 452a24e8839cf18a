using System.Buffers;
using Xunit;

namespace EdgeCodec.Tests.Bitstream;

/// <summary>In steady state the one-shot calls allocate nothing: no pauses on a device, no pressure on a server.</summary>
public class StreamAllocationTests
{
    private static readonly EdgeModel Model = StreamMaker.Layered;

    [Fact]
    public void EncodeAndDecode_OfOneGeometry_AllocateNothing()
    {
        var encoder = new Encoder(Model);
        var decoder = new StreamDecoder(Model);
        ImageMaker image = ImageMaker.Noise(new SplitMix(1), SampleType.S16, 1, 20, 16, 4);
        var options = new EncodeOptions { Window = new IntensityWindow(-3000, 9000), LayerChecks = true };
        var stream = new byte[encoder.MaxBytes];
        var bits = new byte[Model.Latent.BitCount];
        int bytes = 0;
        Assert.Equal(0, Least(() => bytes = encoder.Encode(image.View, stream, options)));
        Assert.Equal(0, Least(() => decoder.DecodeBits(stream.AsSpan(0, bytes), bits, out _)));
        Assert.Equal(encoder.EncodeLatent(image.View, options.Window).Bits, bits);
    }

    [Fact]
    public void WriteSequence_OfOneGeometry_AllocatesNothing()
    {
        var output = new ArrayBufferWriter<byte>(1 << 20);
        var writer = new SequenceWriter(Model, output);
        var encoder = new Encoder(Model);
        ImageMaker image = ImageMaker.Noise(new SplitMix(1), SampleType.S16, 1, 20, 16, 4);
        var options = new EncodeOptions { Window = new IntensityWindow(-3000, 9000) };
        Assert.Equal(0, Least(() => encoder.Encode(image.View, writer, options)));
    }

    /// <summary>The least of many: the runtime allocates now and then on its own account.</summary>
    private static long Least(Action action)
    {
        long least = long.MaxValue;
        for (int i = 0; i < 50; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
