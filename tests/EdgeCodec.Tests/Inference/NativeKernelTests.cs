using System.Runtime.InteropServices;
using Xunit;

namespace EdgeCodec.Tests;

/// <summary>
/// The C kernels against the C# definition, each kernel that this processor runs. Where the library should be and is
/// absent (no C compiler when EdgeCodec was built) there is nothing to compare, and the first test says so by failing.
/// </summary>
public class NativeKernelTests
{
    /// <summary>EDGECODEC_LONG is set by <c>./build.sh test --long</c>.</summary>
    private static readonly int Models = Environment.GetEnvironmentVariable("EDGECODEC_LONG") == "1" ? 5000 : 250;

    public static TheoryData<int> Kernels()
    {
        var data = new TheoryData<int>();
        for (int i = 0; i < Math.Max(1, NativeKernels.All().Count); i++)
        {
            data.Add(i);
        }
        return data;
    }

    [Fact]
    public void Encoder_WhereThereAreKernels_UsesTheBest()
    {
        bool isMade = OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;
        Assert.Equal(isMade, File.Exists(Path.Combine(AppContext.BaseDirectory, "libec_kernels.so")));
        string expected = isMade ? NativeKernels.All()[0].Name : "reference";
        Assert.Equal(expected, new Encoder(RandomModels.Picture(1).Build()).Kernel);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Run_RandomModelsAndImages_EqualsTheReference(int kernel)
    {
        for (int i = 0; i < Models; i++)
        {
            EdgeModel model = (i % 4 == 3 ? RandomModels.Depthwise((ulong)i) : RandomModels.Any((ulong)i)).Build();
            var random = new SplitMix((ulong)i + 77);
            ILatentEngine native = EngineOf(model, kernel);
            var reference = new ReferenceEngine(model);
            var expected = new byte[model.Latent.BitCount];
            var actual = new byte[model.Latent.BitCount];
            for (int k = 0; k < 2; k++)
            {
                (ImageMaker image, IntensityWindow? window) = ImageMaker.For(model, random);
                IntensityWindow resolved = SourceRules.ResolveWindow(model.Grid, image.Type, window);
                reference.Run(image.View, resolved, expected);
                native.Run(image.View, resolved, actual);
                Assert.True(expected.AsSpan().SequenceEqual(actual), $"{native.Name}: model {i}, image {k} differs from the reference");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Run_LargeAndEnlargedImages_EqualsTheReference(int kernel)
    {
        EdgeModel model = RandomModels.Picture(11).Build();
        ILatentEngine native = EngineOf(model, kernel);
        var reference = new ReferenceEngine(model);
        var expected = new byte[model.Latent.BitCount];
        var actual = new byte[model.Latent.BitCount];
        var random = new SplitMix(4);
        foreach ((int width, int height) in new[] { (32, 24), (33, 24), (640, 480), (1999, 1501), (4, 4), (5, 40), (900, 12000) })
        {
            ImageMaker image = ImageMaker.Noise(random, SampleType.U8, 3, width, height);
            reference.Run(image.View, new IntensityWindow(0, 255), expected);
            native.Run(image.View, new IntensityWindow(0, 255), actual);
            Assert.Equal(expected, actual);
        }
    }

    /// <summary>
    /// Bytes that ten calls allocate, the least of several tens: the runtime now and then allocates on this thread when
    /// it recompiles a method; what a call itself allocates is in every ten.
    /// </summary>
    private static long LeastAllocatedByTen(Action<int> call)
    {
        long least = long.MaxValue;
        for (int round = 0; round < 6; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 10; i++)
            {
                call(i);
            }
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }

    [Fact]
    public void Encode_SecondImageAndLater_AllocatesNothing()
    {
        EdgeModel model = RandomModels.Picture(5).Build();
        var encoder = new Encoder(model);
        if (encoder.Kernel == "reference")
        {
            return; // the definition allocates as it likes
        }
        byte[] pixels = new SplitMix(1).Bytes(100 * 90 * 3);
        var stream = new byte[encoder.MaxBytes];
        // Sizes alternate here, and a header of another size is an object of its own.
        Assert.InRange(LeastAllocatedByTen(i => encoder.Encode(PixelView.Packed(pixels, SampleType.U8, 3, 100, 90 - (i % 2)), stream)), 0, 1280);
        Assert.Equal(0, LeastAllocatedByTen(_ => encoder.Encode(PixelView.Packed(pixels, SampleType.U8, 3, 100, 89), stream)));
    }

    private static ILatentEngine EngineOf(EdgeModel model, int kernel)
    {
        IReadOnlyList<NativeKernel> kernels = NativeKernels.All();
        if (kernels.Count == 0)
        {
            return new ReferenceEngine(model);
        }
        NativeNetwork? network = NativeNetwork.TryPack(model, kernels[kernel]);
        Assert.NotNull(network);
        NativeEngine? engine = NativeEngine.TryCreate(model, network);
        Assert.NotNull(engine);
        return engine;
    }
}
