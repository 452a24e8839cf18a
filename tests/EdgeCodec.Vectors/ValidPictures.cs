using System.Text.Json.Nodes;
using EdgeCodec.Tests;

namespace EdgeCodec.Vectors;

/// <summary>Pictures and single volumes that decode.</summary>
internal static class ValidPictures
{
    public static void Write(VectorFolder folder, VectorModels models)
    {
        void Add(string name, string about, string model, SampleType type, int width, int height, int depth = 1, EncodeOptions? options = null)
        {
            folder.Write($"valid/{name}", "ecs", () =>
            {
                EdgeModel edge = models[model];
                bool isLarge = width > 4000 || height > 4000;
                var random = new SplitMix((ulong)name.Length);
                ImageMaker image = isLarge
                    ? ImageMaker.Noise(random, type, edge.Grid.Channels, width, height, depth)
                    : ImageMaker.Smooth(random, type, edge.Grid.Channels, width, height, depth);
                var encoder = new Encoder(edge);
                Latent latent = encoder.EncodeLatent(image.View, options?.Window);
                StreamHeader header = StreamHeader.For(edge, type, width, height, depth, options);
                return (encoder.Encode(image.View, options), Expectation.Valid(about, model, PictureOf(edge, header, latent)));
            });
        }

        Add("example", "The worked example of FORMAT §11.", "example", SampleType.U8, 4, 4);
        Add("bit-1x1", "A latent of one bit.", "bit", SampleType.U8, 1, 1);
        Add("gray-1x1", "The smallest source.", "gray", SampleType.U8, 1, 1);
        Add("gray-1x65535", "The tallest source.", "gray", SampleType.U8, 1, 65535);
        Add("gray-65535x1", "The widest source.", "gray", SampleType.U8, 65535, 1);
        Add("gray-4096x4096", "The largest source of the narrow form.", "gray", SampleType.U8, 4096, 4096);
        Add("gray-4097x2", "The smallest width of the wide form.", "gray", SampleType.U8, 4097, 2);
        Add("gray-2x4097", "The smallest height of the wide form.", "gray", SampleType.U8, 2, 4097);
        Add("gray-u16", "Samples of 16 bits.", "gray", SampleType.U16, 33, 21);
        Add("gray-s16", "Signed samples of 16 bits.", "gray", SampleType.S16, 33, 21);
        Add("gray-flat", "Depth in a model of a flat grid.", "gray", SampleType.U8, 10, 9, 3);
        Add("color-u8", "Three channels of 8 bits.", "color", SampleType.U8, 61, 47);
        Add("color-u16", "Three channels of 16 bits.", "color", SampleType.U16, 20, 30);
        Add("color-smallest", "The model's smallest source.", "color", SampleType.U8, 4, 4);
        Add("color-wide", "The model's most elongated source.", "color", SampleType.U8, 40, 4);
        Add("color-tall", "The model's most elongated source, upright.", "color", SampleType.U8, 5, 50);
        Add("cube-1x1x1", "A volume of one voxel.", "cube", SampleType.U8, 1, 1);
        Add("cube-u16", "A volume of 16 bits.", "cube", SampleType.U16, 19, 23, 11);
        Add("cube-65535-slices", "The deepest volume.", "cube", SampleType.U8, 1, 1, 65535);
        Add("depthwise", "A model with depthwise layers.", "depthwise", SampleType.U8, 61, 47);
        Add("depthwise-small", "The same model's smallest source.", "depthwise", SampleType.U8, 4, 4);
        for (int layers = 1; layers <= 2; layers++)
        {
            Add($"color-layers-{layers}", $"{layers} of 2 layers.", "color", SampleType.U8, 32, 24, 1, new EncodeOptions { Layers = layers });
        }
        for (int layers = 1; layers <= 3; layers++)
        {
            Add($"fixed-layers-{layers}", $"{layers} of 3 layers, of a model of fixed window.", "fixed", SampleType.S16, 32, 24, 1, new EncodeOptions { Layers = layers });
        }
        for (int layers = 1; layers <= 15; layers++)
        {
            Add($"deep-layers-{layers:00}", $"{layers} of 15 layers.", "deep", SampleType.U8, 16, 16, 1, new EncodeOptions { Layers = layers });
        }
        var window = new IntensityWindow(-600, 1500);
        for (int layers = 1; layers <= 5; layers++)
        {
            Add($"volume-layers-{layers}", $"{layers} of 5 layers, each but the last with a check.", "volume", SampleType.S16, 23, 31, 9, new EncodeOptions { Window = window, Layers = layers, LayerChecks = true });
        }
        Add("deep-layer-checks", "14 layer checks.", "deep", SampleType.U8, 16, 16, 1, new EncodeOptions { LayerChecks = true });
        Add("volume-window-lowest", "The lowest and widest window.", "volume", SampleType.S16, 8, 8, 4, new EncodeOptions { Window = new IntensityWindow(-32768, 65535) });
        Add("volume-window-highest", "The highest and narrowest window.", "volume", SampleType.U16, 8, 8, 4, new EncodeOptions { Window = new IntensityWindow(65535, 1) });
        Add("spacing", "Spacing, from the smallest to the largest number.", "cube", SampleType.U8, 8, 8, 4, new EncodeOptions { Spacing = new VoxelSpacing(1, 700_000, uint.MaxValue) });
        Add("metadata-empty", "Metadata of no bytes.", "gray", SampleType.U8, 8, 8, 1, new EncodeOptions { Metadata = new StreamMetadata([]) });
        Add("metadata-one-byte", "Metadata of one byte.", "gray", SampleType.U8, 8, 8, 1, new EncodeOptions { Metadata = new StreamMetadata([0]) });
        Add("metadata-full", "Metadata of 4096 bytes.", "gray", SampleType.U8, 8, 8, 1, new EncodeOptions { Metadata = new StreamMetadata(new SplitMix(9).Bytes(4096)) });
        Add("all-options", "Every option that a picture takes, in the wide form.", "volume", SampleType.U16, 5000, 3, 2, new EncodeOptions
        {
            Window = window, Layers = 3, LayerChecks = true, Spacing = new VoxelSpacing(3, 2, 1), Metadata = new StreamMetadata("any bytes"u8),
        });
        WriteOtherEnding(folder, models);
    }

    /// <summary>A segment that ends otherwise than ours does: FORMAT §7.2 allows another encoder that.</summary>
    private static void WriteOtherEnding(VectorFolder folder, VectorModels models) => folder.Write("valid/longer-ending", "ecs", () =>
    {
        EdgeModel model = models["gray"];
        byte[] header = RawStream.Narrow(model, SampleType.U8, 12, 9);
        byte[] payload = RawStream.Payload(model, SampleType.U8, 12, 9);
        Latent latent = RawStream.LatentOf(model, SampleType.U8, 12, 9);
        // One byte more, of little weight: the first one that changes nothing.
        for (byte last = 1; ; last++)
        {
            byte[] stream = RawStream.Picture(model, header, [.. payload, last]);
            if (StreamDecoder.Decode(stream, model).Latent.Bits.SequenceEqual(latent.Bits))
            {
                return (stream, Expectation.Valid("A segment one byte longer than need be.", "gray", PictureOf(model, StreamDecoder.ReadHeader(stream), latent)));
            }
        }
    });

    private static JsonObject PictureOf(EdgeModel model, StreamHeader header, Latent latent) =>
        Expectation.Sequence(model, header, isSequence: false, Expectation.Unit(model, header, 0, latent, header.LayersOf(model)));
}
