using EdgeCodec.Tests;

namespace EdgeCodec.Vectors;

/// <summary>The frozen models of the vectors, by name: small, of random weights, of no use but for tests.</summary>
internal sealed class VectorModels
{
    private readonly Dictionary<string, EdgeModel> _models = [];
    private readonly Dictionary<string, byte[]> _files = [];

    public VectorModels(VectorFolder folder)
    {
        GridSpec gray = new()
        {
            Fit = GridFit.Stretch, Channels = 1, SampleTypes = SampleTypes.U8 | SampleTypes.U16 | SampleTypes.S16, Size = new Size3(1, 9, 12),
        };
        GridSpec cube = gray with { Fit = GridFit.Letterbox, Size = new Size3(4, 6, 7), Pad = [7] };
        Add(folder, "example", ExampleModel.Create);
        Add(folder, "bit", () => RandomModels.Create(new SplitMix(1), gray with { Size = new Size3(1, 1, 1) }, 0, 1, 1, 1, "bit"));
        Add(folder, "gray", () => RandomModels.Create(new SplitMix(2), gray, 3, 2, 2, 1, "gray"));
        Add(folder, "color", () => RandomModels.Create(
            new SplitMix(3), gray with { Channels = 3, SampleTypes = SampleTypes.U8 | SampleTypes.U16, MinSource = new Size3(1, 4, 4), MaxAspect16 = 160 }, 4, 3, 4, 2, "color"));
        Add(folder, "fixed", () => RandomModels.Create(
            new SplitMix(4), gray with { Fit = GridFit.CenterCrop, WindowMode = WindowMode.Fixed, Window = new IntensityWindow(-1000, 2000), SampleTypes = SampleTypes.S16 }, 2, 2, 3, 3, "fixed"));
        Add(folder, "volume", () => RandomModels.Create(
            new SplitMix(5), cube with { WindowMode = WindowMode.Caller, SampleTypes = SampleTypes.S16 | SampleTypes.U16, MinSource = new Size3(2, 3, 3) }, 4, 2, 5, 5, "volume"));
        Add(folder, "cube", () => RandomModels.Create(new SplitMix(6), cube with { SampleTypes = SampleTypes.U8 | SampleTypes.U16 }, 0, 2, 3, 1, "cube"));
        Add(folder, "deep", () => RandomModels.Create(new SplitMix(7), gray with { Size = new Size3(1, 5, 4) }, 1, 1, 15, 15, "deep"));
        Add(folder, "depthwise", () => RandomModels.Depthwise(8) with { Name = "depthwise" });
        Add(folder, "gray-twin", () => Twin(_files["gray"], _models["gray"].Identity[..2].ToArray()));
    }

    public EdgeModel this[string name] => _models[name];

    public byte[] File(string name) => _files[name];

    private void Add(VectorFolder folder, string name, Func<ModelParts> make) => Add(folder, name, () => make().Write());

    private void Add(VectorFolder folder, string name, Func<byte[]> make)
    {
        byte[] file = folder.GetOrWrite($"models/{name}.ecm", make);
        _files.Add(name, file);
        _models.Add(name, EdgeModel.Parse(file));
    }

    /// <summary>Another model whose identity begins with the same two bytes: what a tag cannot tell apart.</summary>
    private static byte[] Twin(byte[] file, byte[] tag)
    {
        // Any 32 bits of the first channel's position will do; the context model has room for them.
        ModelParts parts = RandomModels.Create(
            new SplitMix(2), EdgeModel.Parse(file).Grid, 3, 2, 2, 1, "gray-twin");
        for (int value = 1; ; value++)
        {
            ChannelContext first = parts.Context.Channels[0];
            var other = new ChannelContext
            {
                Taps = first.Taps, Direct = first.Direct, HiddenBias = first.HiddenBias, HiddenWeight = first.HiddenWeight,
                OutputWeight = first.OutputWeight, Position = first.Position.SetItem(0, value),
            };
            var context = new ContextModel
            {
                Hidden = parts.Context.Hidden, LogitShift = parts.Context.LogitShift, Probability = parts.Context.Probability,
                Channels = parts.Context.Channels.SetItem(0, other),
            };
            byte[] twin = (parts with { Context = context }).Write();
            if (twin.AsSpan(16, 2).SequenceEqual(tag) && !twin.AsSpan(16, 32).SequenceEqual(file.AsSpan(16, 32)))
            {
                return twin;
            }
        }
    }
}
