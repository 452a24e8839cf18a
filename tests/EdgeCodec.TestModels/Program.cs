using EdgeCodec;
using EdgeCodec.Tests;
using EdgeCodec.TestModels;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: EdgeCodec.TestModels FOLDER");
    return 2;
}
var cases = new CaseWriter(args[0]);

// The one that most C tests use: three channels of 8 bits, 4 x 4 at least, 10 : 1 at most.
ModelParts picture = RandomModels.Picture(1);
ImageMaker photograph = ImageMaker.Smooth(new SplitMix(1), SampleType.U8, 3, 61, 47);
cases.Write("picture", picture, photograph);
cases.WritePnm("picture", photograph);

// As much work as is worth sharing between threads.
cases.Write("large", picture, ImageMaker.Smooth(new SplitMix(5), SampleType.U8, 3, 1201, 903));

// Signed, deep, windowed by the caller, in two layers.
ModelParts volume = RandomModels.Volume(1);
ImageMaker scan = ImageMaker.Smooth(new SplitMix(2), SampleType.S16, 1, 23, 31, 9);
var window = new IntensityWindow(-600, 1500);
cases.Write("volume", volume, scan, window);
cases.Write("volume-first-layer", volume, scan, window, layers: 1);

cases.WriteSequence("sequence", picture, photograph, times: 3);
cases.WriteSequence("slabs", volume, scan, times: 2, slabs: 4, window);

cases.WriteLabels("picture", AnsweredStream.Of(cases.StreamOf("picture")), labelCount: 5);
cases.WriteLabels("slabs", AnsweredStream.OfAll(cases.StreamOf("slabs"), volume.Build())[0], labelCount: 3);

ModelParts gray = SpecialModels.Gray16();
ImageMaker film = ImageMaker.Smooth(new SplitMix(3), SampleType.U16, 1, 50, 40);
cases.Write("gray16", gray, film);
cases.WritePnm("gray16", film);
cases.Write("one-pixel", gray, ImageMaker.Noise(new SplitMix(4), SampleType.U16, 1, 1, 1));

for (ulong seed = 1; seed <= 60; seed++)
{
    ModelParts any = RandomModels.Any(seed);
    (ImageMaker image, IntensityWindow? anyWindow) = ImageMaker.For(any.Build(), new SplitMix(seed));
    int layers = any.Latent.Layers;
    cases.Write($"any-{seed:00}", any, image, anyWindow, layers > 1 && seed % 2 == 0 ? layers - 1 : null);
}

cases.WriteModel("too-large.ecm", SpecialModels.TooLarge());
cases.Finish();
return 0;
