using EdgeCodec.Cli.Pictures;
using EdgeCodec.Tests;

namespace EdgeCodec.Campaign;

/// <summary>The inputs of a campaign, the same ones for the same arguments.</summary>
internal sealed class InputSequence(string modelPath, string[] folders)
{
    private const int ImagesPerModel = 4;

    /// <summary>Smaller photographs are used once, larger ones give crops too.</summary>
    private const int LargePixels = 700_000;

    private const int MostCrops = 20;

    private readonly byte[] _modelBytes = File.ReadAllBytes(modelPath);

    /// <summary>Photographs in order, then crops of the large ones, then drawn pictures if that is not enough.</summary>
    public IEnumerable<Job> Pictures(int count)
    {
        EdgeModel model = EdgeModel.Parse(_modelBytes);
        return Photographs(model.Grid).Concat(Drawn(model.Grid)).Take(count)
            .Select(picture => new Job(picture.Name, model, _modelBytes, picture.Image, null, 0));
    }

    /// <summary>Every model random, every image of random size, type and layout in memory.</summary>
    public static IEnumerable<Job> Random(int count)
    {
        for (int i = 0; i < count; i += ImagesPerModel)
        {
            byte[] bytes = RandomModels.Any((ulong)i).Write();
            EdgeModel model = EdgeModel.Parse(bytes);
            var random = new SplitMix((ulong)i + 1);
            for (int k = i; k < Math.Min(count, i + ImagesPerModel); k++)
            {
                (ImageMaker image, IntensityWindow? window) = ImageMaker.For(model, random);
                yield return new Job($"random {k}", model, bytes, image, window, random.Next(0, model.Latent.Layers));
            }
        }
    }

    private IEnumerable<(string Name, ImageMaker Image)> Photographs(GridSpec grid)
    {
        string[] files = [.. folders.Select(folder => Path.Combine(folder, "images")).Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*.jpg").Order(StringComparer.Ordinal))];
        var large = new List<string>();
        foreach (string file in files)
        {
            Picture picture = PictureReader.Read(file, grid.Channels);
            if (picture.Width * picture.Height >= LargePixels) { large.Add(file); }
            yield return (Path.GetFileName(file), Whole(picture));
        }
        var random = new SplitMix(1);
        for (int round = 0; large.Count > 0 && round < MostCrops; round++)
        {
            foreach (string file in large)
            {
                yield return ($"{Path.GetFileName(file)}, crop {round}", Crop(PictureReader.Read(file, grid.Channels), grid, random));
            }
        }
    }

    private static IEnumerable<(string Name, ImageMaker Image)> Drawn(GridSpec grid)
    {
        var random = new SplitMix(2);
        for (int i = 0; ; i++)
        {
            (int width, int height) = (random.Next(grid.MinSource.W, 900), random.Next(grid.MinSource.H, 900));
            if (grid.MaxAspect16 != 0 && 16L * Math.Max(width, height) > (long)grid.MaxAspect16 * Math.Min(width, height)) { continue; }
            yield return ($"drawn {i}", ImageMaker.Smooth(random, SampleType.U8, grid.Channels, width, height));
        }
    }

    private static ImageMaker Whole(Picture picture)
    {
        long row = (long)picture.Width * picture.Channels;
        return new ImageMaker(picture.Samples, SampleType.U8, picture.Channels, picture.Width, picture.Height, 1,
            1, picture.Channels, row, row * picture.Height);
    }

    /// <summary>A view into the photograph: its rows stay as far apart as they are.</summary>
    private static ImageMaker Crop(Picture picture, GridSpec grid, SplitMix random)
    {
        ImageMaker whole = Whole(picture);
        int height = random.Next(Math.Max(grid.MinSource.H, picture.Height / 5), picture.Height);
        int width = Math.Clamp(random.Next(height, 2 * height), grid.MinSource.W, picture.Width);
        int x = random.Next(0, picture.Width - width);
        int y = random.Next(0, picture.Height - height);
        return whole with { Width = width, Height = height, Origin = (y * whole.RowStride) + (x * whole.ColumnStride) };
    }
}
