using Xunit;

namespace EdgeCodec.Tests.Models;

/// <summary>Seeded damage to model files: the parser answers with its own error or with a model that works.</summary>
public class EdgeModelFuzzTests
{
    [Fact]
    public void Parse_DamagedAndSealedAgain_IsAnErrorOrAModelThatRoundTrips()
    {
        var random = new SplitMix(2024);
        byte[][] seeds = [.. Enumerable.Range(0, 20).Select(i => RandomModels.Any((ulong)i).Write())];
        int parsed = 0;
        for (int i = 0; i < 8000; i++)
        {
            byte[] file = Mutation.Of(seeds[random.Next(0, seeds.Length - 1)], random);
            if (file.Length >= 48 && random.Chance(90))
            {
                EdgeModelWriter.Seal(file, file.AsSpan(16, 32).ToArray());
            }
            EdgeModel? model = TryParse(file);
            if (model is not null && model.MultiplyAccumulates < 300_000 && model.Latent.BitCount < 20_000)
            {
                parsed++;
                RoundTrip(model, random);
            }
        }
        // Otherwise the checksum or the first rule stops everything, and the test tests nothing.
        Assert.True(parsed > 400, $"only {parsed} models parsed");
    }

    private static EdgeModel? TryParse(byte[] file)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            return EdgeModel.Parse(file);
        }
        catch (EdgeCodecException e)
        {
            Assert.InRange((int)e.Status, 10, 19);
            Assert.InRange(e.Offset, 0, file.Length);
            return null;
        }
        finally
        {
            // Arrays of the file's own content, some twice while they grow, and the objects around them.
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 60_000 + (6L * file.Length));
        }
    }

    private static void RoundTrip(EdgeModel model, SplitMix random)
    {
        GridSpec grid = model.Grid;
        if (grid.MinSource.Volume > 10_000 || grid.MinSource.W > 40 || grid.MinSource.H > 40 || grid.MinSource.D > 8)
        {
            return;
        }
        var encoder = new Encoder(model);
        (ImageMaker image, IntensityWindow? window) = ImageMaker.For(model, random);
        try
        {
            byte[] stream = encoder.Encode(image.View, new EncodeOptions { Window = window });
            Assert.Equal(encoder.EncodeLatent(image.View, window).Bits, StreamDecoder.Decode(stream, model).Latent.Bits);
        }
        catch (EdgeCodecException e)
        {
            // The damage may have made the model pickier than the image maker knows.
            Assert.Equal(EdgeCodecStatus.ImageAspect, e.Status);
        }
    }
}
