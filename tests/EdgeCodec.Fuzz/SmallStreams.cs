using System.Buffers;
using EdgeCodec.Tests;

namespace EdgeCodec.Fuzz;

/// <summary>Right streams of random latents and options.</summary>
internal static class SmallStreams
{
    public static byte[] Create(EdgeModel model, SplitMix random)
    {
        var options = new EncodeOptions
        {
            Window = model.Grid.WindowMode == WindowMode.Caller ? new IntensityWindow(random.Next(-1000, 1000), random.Next(1, 4000)) : null,
            Layers = random.Next(1, model.Latent.Layers),
            LayerChecks = random.Chance(50),
            Spacing = random.Chance(20) ? new VoxelSpacing(1, 500, 70000) : null,
            Metadata = random.Chance(20) ? new StreamMetadata(random.Bytes(random.Next(0, 9))) : null,
        };
        SampleType type = model.Grid.Accepts(SampleType.U8) ? SampleType.U8 : SampleType.S16;
        bool isSequence = random.Chance(60);
        int? slabs = isSequence && random.Chance(40) ? random.Next(2, 3) : null;
        StreamHeader header = StreamHeader.For(model, type, 9, 7, 8, options, slabs);
        if (!isSequence)
        {
            return new StreamEncoder(model).Write(header, LatentOf(model, random)).ToArray();
        }
        var output = new ArrayBufferWriter<byte>();
        var writer = new SequenceWriter(model, output);
        for (int sequence = random.Next(1, 2); sequence > 0; sequence--)
        {
            for (int unit = random.Next(1, 2) * (slabs ?? 1); unit > 0; unit--)
            {
                writer.Write(header, LatentOf(model, random));
            }
            header = header with { Spacing = new VoxelSpacing(1, 1, 1) };
        }
        writer.End();
        return output.WrittenSpan.ToArray();
    }

    private static Latent LatentOf(EdgeModel model, SplitMix random) =>
        Latent.Create(model.Latent, [.. random.Bytes(model.Latent.BitCount).Select(value => (byte)(value & 1))]);
}
