using System.Buffers;
using EdgeCodec.Tests;

namespace EdgeCodec.TestModels;

/// <summary>Writes cases into a folder.</summary>
internal sealed class CaseWriter
{
    private readonly string _folder;
    private readonly List<string> _names = [];

    public CaseWriter(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        // A half-written set must not pass for one: the list comes last.
        File.Delete(Path.Combine(folder, "cases.txt"));
    }

    /// <summary>A model, an image, what to encode, and the stream of the C# encoder.</summary>
    public void Write(string name, ModelParts parts, ImageMaker image, IntensityWindow? window = null, int? layers = null)
    {
        byte[] model = parts.Write();
        byte[] stream = new Encoder(EdgeModel.Parse(model)).Encode(image.View, new EncodeOptions { Window = window, Layers = layers });
        Write(name, model, image, stream, window, layers);
        _names.Add(name);
    }

    /// <summary>The same source several times in a sequence, each time in slabs if there are any.</summary>
    public void WriteSequence(string name, ModelParts parts, ImageMaker image, int times, int slabs = 1, IntensityWindow? window = null)
    {
        byte[] model = parts.Write();
        EdgeModel edge = EdgeModel.Parse(model);
        var encoder = new Encoder(edge);
        var stream = new ArrayBufferWriter<byte>();
        var writer = new SequenceWriter(edge, stream);
        var options = new EncodeOptions { Window = window };
        for (int i = 0; i < times; i++)
        {
            if (slabs > 1)
            {
                encoder.EncodeSlabs(image.View, slabs, writer, options);
            }
            else
            {
                encoder.Encode(image.View, writer, options);
            }
        }
        writer.End();
        Write(name, model, image, stream.WrittenSpan, window, null);
    }

    private void Write(string name, byte[] model, ImageMaker image, ReadOnlySpan<byte> stream, IntensityWindow? window, int? layers)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        File.WriteAllBytes(Path.Combine(folder, "edge.ecm"), model);
        File.WriteAllBytes(Path.Combine(folder, "image.raw"), image.Data);
        File.WriteAllBytes(Path.Combine(folder, "expected.ecs"), stream);
        File.WriteAllText(Path.Combine(folder, "image.txt"), Describe(image, window ?? default, layers ?? 0));
    }

    /// <summary>The packed image of a case as the file that <c>ec-encode</c> reads.</summary>
    public void WritePnm(string name, ImageMaker image)
    {
        bool isWide = image.Type != SampleType.U8;
        byte[] samples = [.. image.Data];
        for (int i = 0; isWide && i < samples.Length; i += 2)
        {
            (samples[i], samples[i + 1]) = (samples[i + 1], samples[i]);
        }
        byte[] header = [.. $"P{(image.Channels == 1 ? 5 : 6)}\n# a comment\n{image.Width} {image.Height}\n{(isWide ? 65535 : 255)}\n".Select(c => (byte)c)];
        File.WriteAllBytes(Path.Combine(_folder, name, "image.ppm"), [.. header, .. samples]);
    }

    /// <summary>The label map that answers a case, and its labels: of a sequence, those of its first source.</summary>
    public void WriteLabels(string name, AnsweredStream answered, int labelCount)
    {
        var random = new SplitMix(6);
        var labels = new byte[answered.Width * answered.Height * answered.Depth];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = (byte)(i % answered.Width < answered.Width / 3 ? random.Next(0, labelCount - 1) : i / answered.Width % labelCount);
        }
        string folder = Path.Combine(_folder, name);
        File.WriteAllBytes(Path.Combine(folder, "labels.raw"), labels);
        File.WriteAllBytes(Path.Combine(folder, "labels.ecl"), LabelMapEncoder.Encode(labels, answered, new LabelMapHead("lésion", 7, labelCount), new byte[16]));
    }

    public byte[] StreamOf(string name) => File.ReadAllBytes(Path.Combine(_folder, name, "expected.ecs"));

    public void WriteModel(string file, ModelParts parts) => File.WriteAllBytes(Path.Combine(_folder, file), parts.Write());

    public void Finish() => File.WriteAllLines(Path.Combine(_folder, "cases.txt"), _names);

    /// <summary>What <c>load_case</c> in <c>tests/abi/check.c</c> reads.</summary>
    private static string Describe(ImageMaker image, IntensityWindow window, int layers) => FormattableString.Invariant(
        $"""
        sample_type {(int)image.Type} channels {image.Channels}
        width {image.Width} height {image.Height} depth {image.Depth}
        offset {image.Origin}
        strides {image.ChannelStride} {image.ColumnStride} {image.RowStride} {image.SliceStride}
        window {window.Low} {window.Width} layers {layers}

        """);
}
