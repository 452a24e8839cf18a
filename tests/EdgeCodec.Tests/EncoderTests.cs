using System.Security.Cryptography;
using Xunit;

namespace EdgeCodec.Tests;

public class EncoderTests
{
    /// <summary>An engine in whose time something else happens.</summary>
    private sealed class Meanwhile(int bits, Action happens) : ILatentEngine
    {
        public string Name => "meanwhile";

        public void Run(in PixelView image, IntensityWindow window, Span<byte> latent)
        {
            happens();
            latent[..bits].Clear();
        }
    }

    [Fact]
    public void Encode_DuringAnotherCall_IsBusy_AndTheOtherGoesOn()
    {
        EdgeModel model = RandomModels.Picture(1).Build();
        byte[] pixels = new SplitMix(1).Bytes(20 * 20 * 3);
        PixelView View() => PixelView.Packed(pixels, SampleType.U8, 3, 20, 20);
        Encoder? encoder = null;
        int refused = 0;
        encoder = new Encoder(model, new Meanwhile(model.Latent.BitCount, () =>
        {
            var writer = new SequenceWriter(model, new System.Buffers.ArrayBufferWriter<byte>());
            Action[] calls =
            [
                () => encoder!.Encode(View()), () => encoder!.Encode(View(), new byte[999]), () => encoder!.EncodeLatent(View()),
                () => encoder!.Encode(View(), writer), () => encoder!.EncodeSlabs(View(), 2, writer),
            ];
            foreach (Action call in calls)
            {
                Errors.Expect(EdgeCodecStatus.Busy, () => Task.Run(call).GetAwaiter().GetResult());
                refused++;
            }
        }));
        byte[] stream = encoder.Encode(View());
        Assert.Equal(5, refused);
        Assert.Equal(stream, encoder.Encode(View()));
        // Also after a call that failed.
        Assert.Throws<EdgeCodecException>(() => encoder.Encode(View(), Span<byte>.Empty));
        Assert.Equal(stream, encoder.Encode(View()));
    }

    /// <summary>
    /// The same pixels and model give the same bytes everywhere: these are frozen to version 1 of the formats.
    /// A change of the formats changes them in its own commit; anything else must not.
    /// </summary>
    [Theory]
    [InlineData("picture", "f47a811d17131f39", "7c6fed6246259d2e")]
    [InlineData("volume", "4245187afe4d3e53", "bc2fdb792c14b024")]
    public void Encode_FrozenModelAndImages_GivesTheFrozenBytes(string kind, string identity, string digest)
    {
        EdgeModel model = (kind == "picture" ? RandomModels.Picture(1) : RandomModels.Volume(1)).Build();
        var random = new SplitMix(42);
        var encoder = new Encoder(model);
        var streams = new List<byte>();
        for (int i = 0; i < 20; i++)
        {
            int width = random.Next(8, 40);
            int height = random.Next(8, 40);
            PixelView image = kind == "picture"
                ? PixelView.Packed(random.Bytes(width * height * 3), SampleType.U8, 3, width, height)
                : PixelView.Packed(random.Bytes(width * height * 5 * 2), SampleType.S16, 1, width, height, 5);
            IntensityWindow? window = kind == "picture" ? null : new IntensityWindow(random.Next(-30000, 0), random.Next(1, 60000));
            streams.AddRange(encoder.Encode(image, new EncodeOptions { Window = window }));
        }
        string actual = Convert.ToHexStringLower(SHA256.HashData(streams.ToArray()))[..16];
        Assert.Equal((identity, digest), (model.IdentityHex[..16], actual));
    }

    [Fact]
    public void Encode_OneEncoderForManyImages_GivesTheBytesOfFreshEncoders()
    {
        EdgeModel model = RandomModels.Volume(2).Build();
        var random = new SplitMix(5);
        var reused = new Encoder(model);
        for (int i = 0; i < 30; i++)
        {
            (ImageMaker image, IntensityWindow? window) = ImageMaker.For(model, random);
            var options = new EncodeOptions { Window = window, Layers = random.Next(1, 2) };
            Assert.Equal(new Encoder(model).Encode(image.View, options), reused.Encode(image.View, options));
        }
    }

    [Fact]
    public void Encode_OneModelOnManyThreads_GivesTheSameBytes()
    {
        EdgeModel model = RandomModels.Picture(3).Build();
        byte[] pixels = new SplitMix(9).Bytes(50 * 40 * 3);
        byte[] expected = new Encoder(model).Encode(PixelView.Packed(pixels, SampleType.U8, 3, 50, 40));
        Parallel.For(0, 32, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            byte[] stream = new Encoder(model).Encode(PixelView.Packed(pixels, SampleType.U8, 3, 50, 40));
            Assert.Equal(expected, stream);
            Assert.Equal(1, StreamDecoder.Decode(stream, model).Layers);
        });
    }

    [Fact]
    public void Encode_SamePixelsInAnotherLayout_GivesTheSameBytes()
    {
        EdgeModel model = RandomModels.Picture(3).Build();
        var encoder = new Encoder(model);
        byte[] interleaved = new SplitMix(9).Bytes(30 * 20 * 3);
        var planar = new byte[interleaved.Length];
        for (int i = 0; i < 600; i++)
        {
            for (int c = 0; c < 3; c++)
            {
                planar[(c * 600) + i] = interleaved[(i * 3) + c];
            }
        }
        Assert.Equal(
            encoder.Encode(PixelView.Packed(interleaved, SampleType.U8, 3, 30, 20)),
            encoder.Encode(new PixelView(planar, SampleType.U8, 3, 30, 20, 1, 600, 1, 30, 600)));
    }

    [Fact]
    public void Create_NoModel_IsAnArgumentNullException()
    {
        Assert.Throws<ArgumentNullException>(() => new Encoder(null!).MaxBytes);
        Assert.Throws<ArgumentNullException>(() => StreamDecoder.Decode([0xE0], null!));
    }
}
